"""Each rule of ``python -m safety`` finds its samples and leaves their neighbours."""

import ast
from pathlib import Path

import pytest
from safety.__main__ import faults_of
from safety.rules import RULES, look

SAMPLES = {
    "run-text": ["eval(words)", "exec(words)"],
    "shell": [
        "subprocess.run(words, shell=True)",
        "subprocess.Popen(words, shell=switch)",
        "os.system('ls')",
    ],
    "joined-sql": [
        "cr.execute(f'SELECT {words}')",
        "self.env.cr.execute('SELECT %s' % words)",
        "cursor.execute('SELECT ' + words)",
        "cursor.executemany('SELECT {}'.format(words), rows)",
        "cursor.execute(text.format(sql.Identifier(name), words))",
        "SQL(f'SELECT {words}')",
    ],
    "joined-html": ["Markup(f'<p>{words}</p>')", "Markup('<p>%s</p>' % words)"],
    "no-timeout": [
        "urllib.request.urlopen(url)",
        "requests.post(url, json=words)",
        "http.client.HTTPConnection(host, port)",
        "socket.create_connection((host, port))",
    ],
    "objects": [
        "yaml.load(text)",
        "yaml.load(text, Loader=yaml.Loader)",
        "pickle.loads(x)",
    ],
    "mktemp": ["tempfile.mktemp()"],
    "certificate": ["requests.get(url, timeout=5, verify=False)"],
}

NEIGHBOURS = {
    "run-text": [
        "ast.literal_eval(words)",
        "self.eval(words)",
        "cr.execute('SELECT 1')",
    ],
    "shell": ["subprocess.run(['ls', words])", "subprocess.run(words, shell=False)"],
    "joined-sql": [
        "cr.execute('SELECT %s', [words])",
        "cr.execute(SQL('SELECT %s', words))",
        "cr.execute(STATEMENT, values)",
        "cr.execute(f'SELECT 1')",
        "cursor.execute(text.format(sql.Identifier(name)))",
    ],
    "joined-html": ["Markup('<p>{}</p>').format(words)", "Markup()"],
    "no-timeout": [
        "urllib.request.urlopen(url, timeout=10)",
        "urllib.request.urlopen(url, None, 10)",
        "requests.post(url, timeout=10)",
        "socket.create_connection((host, port), 5)",
        "http.client.HTTPConnection(host, **options)",
    ],
    "objects": ["yaml.safe_load(text)", "yaml.load(text, Loader=yaml.CSafeLoader)"],
    "mktemp": ["tmp_path_factory.mktemp('x')", "tempfile.mkdtemp()"],
    "certificate": ["requests.get(url, timeout=5)", "check(verify=True)"],
}


def codes(source, is_shipped=True):
    return {code for _line, code, _sentence in look(ast.parse(source), is_shipped)}


def test_every_rule_has_samples_and_neighbours():
    assert SAMPLES.keys() == NEIGHBOURS.keys() == RULES.keys()


@pytest.mark.parametrize(
    "code, source", [(code, each) for code, all_ in SAMPLES.items() for each in all_]
)
def test_finds(code, source):
    assert code in codes(source)


@pytest.mark.parametrize(
    "code, source", [(code, each) for code, all_ in NEIGHBOURS.items() for each in all_]
)
def test_is_quiet_about(code, source):
    assert code not in codes(source)


def test_statements_of_our_own_tools_may_be_put_together():
    assert codes("cr.execute(f'SELECT {words}')", is_shipped=False) == set()
    assert codes("eval(words)", is_shipped=False) == {"run-text"}


def test_an_excuse_holds_on_its_line_and_is_told_where_nothing_is(tmp_path):
    file = tmp_path / "x.py"
    file.write_text(
        "eval(a)  # safety: run-text, because it is a constant\n"
        "eval(b)  # safety: run-text\n"
        "eval(c)  # safety: shell, because it is none\n"
    )
    told = [line.partition(":")[2] for line in faults_of(file)]
    assert [each.rpartition(":")[0] for each in told] == [
        "2: run-text",
        "3: run-text",
        "3: shell",
    ]


def test_this_checkout_is_safe():
    root = Path(__file__).parents[1]
    files = [*(root / "ipai_health").rglob("*.py"), *(root / "docker").rglob("*.py")]
    assert len(files) > 300
    assert [fault for file in files for fault in faults_of(file)] == []
