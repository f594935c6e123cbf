"""Each rule looks at one call and tells whether it is what the name says.

bandit looks at the addon for more; these are what it skips or leaves out: statements
put together from text, HTML that is not escaped, loggers that let a name forge a line.
"""

import ast

SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}

UNPICKLED = {"pickle.load", "pickle.loads", "marshal.load", "marshal.loads"}

ASKING = {
    "urlopen": 2,
    "urllib.request.urlopen": 2,
    "socket.create_connection": 1,
    "http.client.HTTPConnection": 2,
    "http.client.HTTPSConnection": 2,
    **{f"requests.{verb}": 99 for verb in ("get", "post", "put", "head", "request")},
}
"""What waits for another machine, and the place of its ``timeout`` among arguments."""


def name_of(node: ast.expr) -> str:
    """Return a dotted name as it stands, empty for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{name_of(value)}.{attribute}".lstrip(".")
    return ""


def option(call: ast.Call, name: str):
    """Return the argument ``name`` of ``call``, None without it."""
    return next((each.value for each in call.keywords if each.arg == name), None)


def is_put_together(node: ast.expr) -> bool:
    """Tell whether a text is made of others: f-string, %, + or format, unless all that
    is put in is quoted by psycopg2.
    """
    match node:
        case ast.JoinedStr(values=values):
            return any(isinstance(each, ast.FormattedValue) for each in values)
        case ast.BinOp(op=ast.Mod() | ast.Add()):
            return True
        case ast.Call(func=ast.Attribute(attr="format"), args=args):
            return not args or not all(map(_is_quoted, args))
    return False


def _is_quoted(node: ast.expr) -> bool:
    quoting = ("sql.Identifier", "sql.Literal")
    return isinstance(node, ast.Call) and name_of(node.func) in quoting


def runs_text(call):
    """Text is run as Python."""
    return name_of(call.func) in ("eval", "exec")


def runs_shell(call):
    """Text is run by a shell."""
    shell = option(call, "shell")
    is_off = isinstance(shell, ast.Constant) and not shell.value
    return name_of(call.func) in SHELLS or (shell is not None and not is_off)


def joins_sql(call):
    """A statement is put together instead of taking parameters."""
    name = name_of(call.func).rpartition(".")[2]
    if name not in ("execute", "executemany", "SQL") or not call.args:
        return False
    return is_put_together(call.args[0])


def joins_html(call):
    """HTML is put together before it is marked as escaped."""
    name = name_of(call.func)
    return name == "Markup" and bool(call.args) and is_put_together(call.args[0])


def waits_forever(call):
    """Another machine is asked, without a limit of time."""
    place = ASKING.get(name_of(call.func))
    if place is None or any(each.arg is None for each in call.keywords):
        return False
    return option(call, "timeout") is None and len(call.args) <= place


def loads_objects(call):
    """A file may name the class that is made of it."""
    name = name_of(call.func)
    if name in UNPICKLED or name in ("yaml.unsafe_load", "yaml.full_load"):
        return True
    loader = option(call, "Loader") or (call.args[1] if len(call.args) > 1 else None)
    return name == "yaml.load" and "Safe" not in name_of(loader or ast.Constant(""))


def races_for_a_name(call):
    """A name is chosen for a file that somebody else may make first."""
    return name_of(call.func) == "tempfile.mktemp"


def trusts_any_certificate(call):
    """Another machine is believed whoever it is."""
    verify = option(call, "verify")
    is_off = isinstance(verify, ast.Constant) and verify.value is False
    return is_off or name_of(call.func) == "ssl._create_unverified_context"


SHIPPED_ONLY = {"joined-sql"}
"""Rules for what users run: tools and tests put only names of their own together."""

RULES = {
    "run-text": runs_text,
    "shell": runs_shell,
    "joined-sql": joins_sql,
    "joined-html": joins_html,
    "no-timeout": waits_forever,
    "objects": loads_objects,
    "mktemp": races_for_a_name,
    "certificate": trusts_any_certificate,
}


def look(tree: ast.AST, is_shipped: bool):
    """Yield line, code and sentence of every call below ``tree`` that breaks a rule."""
    rules = RULES if is_shipped else RULES.keys() - SHIPPED_ONLY
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for code in sorted(rules):
                rule = RULES[code]
                if rule(node):
                    yield node.lineno, code, rule.__doc__.rstrip(".")
