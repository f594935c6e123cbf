{
    "name": "Health: a check of another addon",
    "summary": "Brings one check by inheritance, which tests tell what to do",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "license": "LGPL-3",
    "author": "ipai_health maintainers",
    "depends": ["ipai_health"],
}
