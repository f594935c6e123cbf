{
    "name": "Sandbox reload",
    "summary": "Shortens a patience, loaded server-wide by a test",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "ipai_health",
    "depends": ["ipai_health"],
    "installable": True,
}
