"""Two registers of N entries, half of each in the other, compared with OpenMined PSI: processor seconds of both sides."""

import json
import sys
import time

import private_set_intersection.python as psi


def main(entries: int) -> None:
    theirs = [f"{n:012d}" for n in range(entries)]
    ours = [f"{n:012d}" for n in range(entries // 2, entries // 2 + entries)]
    report = {"entries": entries}
    began = time.process_time()

    def step(name: str) -> None:
        nonlocal began
        now = time.process_time()
        report[name] = round(now - began, 3)
        began = now

    client = psi.client.CreateWithNewKey(True)
    server = psi.server.CreateWithNewKey(True)
    setup = server.CreateSetupMessage(1e-9, entries, theirs, psi.DataStructure.RAW)
    step("server_setup")
    request = client.CreateRequest(ours)
    step("client_request")
    response = server.ProcessRequest(request)
    step("server_answer")
    found = client.GetIntersection(setup, response)
    step("client_lookup")
    report["found"] = len(found)
    steps = ("server_setup", "client_request", "server_answer", "client_lookup")
    report["cpu_seconds"] = round(sum(report[name] for name in steps), 3)
    print(json.dumps(report))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
