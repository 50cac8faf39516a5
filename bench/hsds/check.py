"""Checks the directory of a running node against the official schemas of the specification, which are not part of this project
(CC BY-SA 4.0): https://github.com/openreferral/specification, folder `schema`.

    check.py http://127.0.0.1:8480/hsds FOLDER_OF_SCHEMAS [--second-opinion]

All eleven readings are made: every page of every list, and every thing that a list names, in both languages. Each is written to
a file of its own and given to check-jsonschema with the compiled schema of its kind. With `--second-opinion` the single things also go to
hsds-validate, which finds stray fields that JSON Schema lets pass; it knows no `services` of an organisation. Exit status 1 when
anything does not hold. Needs `pip install check-jsonschema`, and for the second opinion `hsds-validator`.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

# List, schema of one thing in it, schema of one thing by itself, name of the object.
KINDS = [
    ("services", "compiled/service_list.json", "compiled/service.json", "service"),
    ("organizations", "compiled/organization_list.json", "compiled/organization.json", "organization"),
    ("service_at_locations", "compiled/service_at_location_list.json", "compiled/service_at_location.json", "service_at_location"),
    ("taxonomies", "taxonomy.json", "taxonomy.json", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term.json", "taxonomy_term.json", "taxonomy_term"),
]
AROUND = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


def read(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200, address
        return json.load(answer)


def walk(base, name, lang):
    """Everything in a list, page by page, and what is missing around it."""
    things, missing, page = [], [], 1
    while True:
        body = read(f"{base}/{name}?lang={lang}&page={page}&per_page=20")
        missing += sorted(AROUND - body.keys())
        things += body["contents"]
        if body["last_page"]:
            if len(things) != body["total_items"]:
                missing.append(f"{body['total_items'] - len(things)} of the things")
            return things, page, missing
        page += 1


def write(folder, things):
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for nth, thing in enumerate(things):
        path = folder / f"{nth}.json"
        path.write_text(json.dumps(thing, ensure_ascii=False))
        files.append(str(path))
    return files


def holds(schemas, schema, files):
    command = ["check-jsonschema", "--base-uri", f"file://{schemas}/", "--schemafile", str(schemas / schema), *files]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-2000:], file=sys.stderr)
    return done.returncode == 0


def second(folder, schemas, schema, kind):
    """hsds-validate wants one folder named after the object, and one with the schema of that name."""
    wanted = folder.parent / "schemas"
    wanted.mkdir(exist_ok=True)
    if not schema.startswith("compiled/"):
        for other in schemas.glob("*.json"):
            (wanted / other.name).write_text(other.read_text())
    (wanted / f"{kind}.json").write_text((schemas / schema).read_text())
    done = subprocess.run(["hsds-validate", str(folder), str(wanted)], capture_output=True, text=True)
    # It ends with 0 whatever it found.
    right = '"success": true' in done.stdout
    if not right:
        print((done.stdout + done.stderr)[-3000:], file=sys.stderr)
    return right


def main():
    base, schemas = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2]).resolve()
    root = read(base + "/")
    good = {"version", "profile", "openapi_url"} <= root.keys()
    print(f"/ : version {root.get('version')}, profile {root.get('profile')}: {'holds' if good else 'NO'}")
    with tempfile.TemporaryDirectory() as made:
        for name, of_list, alone, kind in KINDS:
            for lang in ("ar", "en"):
                things, pages, missing = walk(base, name, lang)
                ones = [read(f"{base}/{name}/{thing['id']}?lang={lang}") for thing in things]
                folder = pathlib.Path(made) / lang / name
                lists = holds(schemas, of_list, write(folder / "list", things))
                singles = holds(schemas, alone, write(folder / kind, ones))
                right = lists and singles and not missing and things
                if "--second-opinion" in sys.argv:
                    right = second(folder / kind, schemas, alone, kind) and right
                good = good and bool(right)
                print(f"/{name} {lang}: {len(things)} on {pages} pages, {len(ones)} by themselves: {'holds' if right else 'NO'} {missing or ''}")
    sys.exit(0 if good else 1)


main()
