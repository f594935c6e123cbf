"""Starts a headless Chromium and talks to its pages."""

import base64
import contextlib
import itertools
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-allow-origins=*",
    "--remote-debugging-port=0",
)

START = 30.0
"""Seconds that a browser on a busy machine may take to listen."""


class BrowserError(Exception):
    """The browser or a page did not do what was asked; the text says what."""


def find() -> str:
    """Return the path of an installed Chromium."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise BrowserError(f"none of {', '.join(NAMES)} is installed")


class Browser:
    """A headless browser with a profile of its own; ends at the end of ``with``."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ipai_health_browser_")
        self.process = subprocess.Popen(
            [find(), *OPTIONS, f"--user-data-dir={self.folder.name}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.port = self._wait_for_port()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with contextlib.suppress(OSError):
            self.folder.cleanup()

    def _wait_for_port(self) -> int:
        told = Path(self.folder.name) / "DevToolsActivePort"
        until = time.monotonic() + START
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError, ValueError, IndexError):
                return int(told.read_text().splitlines()[0])
            time.sleep(0.1)
        raise BrowserError("Chromium does not start")

    def page(self, width=1280, height=800, scale=1) -> "Page":
        """Return a fresh page of that size in CSS pixels."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/json/new?about:blank", method="PUT"
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            target = json.load(answer)
        page = Page(target["webSocketDebuggerUrl"])
        page.resize(width, height, scale)
        return page


class Page:
    """One page. ``errors`` gathers what the console and uncaught exceptions said."""

    def __init__(self, address: str):
        self.socket = websocket.create_connection(address, timeout=60)
        self.numbers = itertools.count(1)
        self.errors: list[str] = []
        self.requests: dict[str, str] = {}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters):
        """Send one command and return its result; events meanwhile are gathered."""
        number = next(self.numbers)
        self.socket.send(
            json.dumps({"id": number, "method": method, "params": parameters})
        )
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']['message']}")
                return message["result"]
            self._gather(message)

    def _gather(self, message) -> None:
        parameters = message.get("params", {})
        match message.get("method"):
            case "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                exception = details.get("exception", {})
                self.errors.append(exception.get("description", details["text"]))
            case "Runtime.consoleAPICalled" if parameters["type"] == "error":
                words = [
                    str(each.get("value", each.get("description", "")))
                    for each in parameters["args"]
                ]
                self.errors.append(" ".join(words))
            case "Log.entryAdded" if parameters["entry"]["level"] == "error":
                entry = parameters["entry"]
                self.errors.append(f"{entry['text']} {entry.get('url', '')}")

    def resize(self, width: int, height: int, scale=1) -> None:
        """Show the page in a window of that size; a phone below 500 pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 500,
        )
        self.send("Emulation.setTouchEmulationEnabled", enabled=width < 500)

    def goto(self, url: str) -> None:
        """Open ``url``; what it loads is waited for with :meth:`wait`."""
        self.send("Page.navigate", url=url)

    def evaluate(self, expression: str):
        """Return the JSON value of JavaScript ``expression``; promises are awaited."""
        answer = self.send(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            text = details.get("exception", {}).get("description", details["text"])
            raise BrowserError(text)
        return answer["result"].get("value")

    def wait(self, condition: str, seconds=30.0):
        """Wait until JavaScript ``condition`` is true and return its value."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(BrowserError):
                value = self.evaluate(condition)
                if value:
                    return value
            time.sleep(0.05)
        shown = self.evaluate(
            "document.body ? document.body.innerText.slice(0, 300) : ''"
        )
        raise BrowserError(f"waited {seconds:g} s for {condition}; shown: {shown!r}")

    def wait_for(self, selector: str, seconds=30.0):
        """Wait until an element fits ``selector``."""
        return self.wait(f"!!document.querySelector({json.dumps(selector)})", seconds)

    def click(self, selector: str, seconds=30.0) -> None:
        """Click on the first element that fits ``selector`` as soon as it is there."""
        self.wait_for(selector, seconds)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, selector: str, text: str) -> None:
        """Put ``text`` into an input, shown yet or not."""
        self.wait_for(selector)
        self.evaluate(
            f"(input => {{ input.value = {json.dumps(text)};"
            " input.dispatchEvent(new Event('input', {bubbles: true}));"
            f"}})(document.querySelector({json.dumps(selector)}))"
        )

    def press(self, key: str, code: str | None = None, number: int = 0) -> None:
        """Press and release one key (``Tab``, ``Enter``, ``Escape``)."""
        numbers = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}
        more = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=code or key,
                windowsVirtualKeyCode=number or numbers.get(key, 0),
                **(more if kind == "keyDown" else {}),
            )

    def log_in(self, url: str, login="admin", password="admin") -> None:
        """Log in at ``url`` through its form."""
        self.goto(f"{url}/web/login")
        self.type("input[name=login]", login)
        self.type("input[name=password]", password)
        self.evaluate("document.querySelector('form.oe_login_form').submit()")
        self.wait_for(".o_main_navbar", 60)

    def screenshot(self, path: Path, whole=False) -> None:
        """Write a picture of the page, of all its height if ``whole``."""
        answer = self.send(
            "Page.captureScreenshot", format="png", captureBeyondViewport=whole
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(answer["data"]))
