from . import printers
