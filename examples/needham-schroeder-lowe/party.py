"""Needham-Schroeder-Lowe by hand: both roles, for Assay to drive over standard input and output.

One request a line, one answer a line, both JSON. docs/implementations.md says what they are.

    python3 party.py                      as it should be
    python3 party.py --flaw name          the initiator does not compare the responder's name in M2 (Lowe 1995)
    python3 party.py --flaw initiator-nonce    the initiator does not compare its nonce in M2
    python3 party.py --flaw responder-nonce    the responder does not compare its nonce in M3
"""

import base64
import hashlib
import json
import sys

from boxes import seal, unseal

FLAW = sys.argv[2] if sys.argv[1:2] == ["--flaw"] else None


class Refusal(Exception):
    """Why a message is not taken."""


def to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Run:
    """One run of a role, for one agent."""

    def __init__(self, request: dict, seed: bytes) -> None:
        self.agent = request["agent"]
        self.role = request["role"]
        # Whom the run is with. Both roles know it from the start: the description has no .learns.
        self.peer = request["partners"]["R" if self.role == "I" else "I"]
        self.public = {k["owner"]: base64.b64decode(k["bytes"]) for k in request["keys"] if k["kind"] == "pk"}
        self.secret = next(base64.b64decode(k["bytes"]) for k in request["keys"] if k["kind"] == "sk")
        self.seed = seed + request["run"].encode()
        self.log: list = []
        self.mine = b""
        self.waits_for = "M2" if self.role == "I" else "M1"

    def draw(self, purpose: str, length: int) -> bytes:
        """Random bytes that the seed of the sequence determines. An implementation in use draws them from the system."""
        return hashlib.sha256(self.seed + b" " + purpose.encode()).digest()[:length]

    def box(self, label: str, **fields: str) -> list:
        content = json.dumps(fields, separators=(",", ":")).encode()
        sealed = seal(self.public[self.peer], content, self.draw(label, 32))
        return [{"to": self.peer, "bytes": base64.b64encode(json.dumps({"box": to_text(sealed)}).encode()).decode()}]

    def open(self, data: bytes) -> dict:
        content = unseal(self.secret, from_text(json.loads(data)["box"]))
        if content is None:
            raise Refusal("The box does not open.")
        return json.loads(content)

    def note(self, event: str, ni: str, nr: str) -> None:
        self.log.append({"event": event, "peer": self.peer, "ni": ni, "nr": nr})

    def start(self) -> list:
        if self.role == "R":
            return []
        self.mine = self.draw("Ni", 16)
        return self.box("M1", Ni=to_text(self.mine), I=self.agent)

    def receive(self, label: str, data: bytes) -> list:
        if label != self.waits_for:
            raise Refusal("It is not the message that this run waits for.")
        content = self.open(data)
        said = {"M1": self.take_m1, "M2": self.take_m2, "M3": self.take_m3}[label](content)
        self.waits_for = "M3" if label == "M1" else ""
        return said

    def take_m1(self, content: dict) -> list:
        if set(content) != {"Ni", "I"} or content["I"] != self.peer:
            raise Refusal("It names another initiator.")
        self.theirs, self.mine = content["Ni"], self.draw("Nr", 16)
        self.note("running", self.theirs, to_text(self.mine))
        return self.box("M2", Ni=self.theirs, Nr=to_text(self.mine), R=self.agent)

    def take_m2(self, content: dict) -> list:
        if set(content) != {"Ni", "Nr", "R"}:
            raise Refusal("It is not an M2.")
        if content["Ni"] != to_text(self.mine) and FLAW != "initiator-nonce":
            raise Refusal("It does not answer this run's nonce.")
        if content["R"] != self.peer and FLAW != "name":
            raise Refusal("It names another responder.")
        self.note("running", to_text(self.mine), content["Nr"])
        self.note("claim", to_text(self.mine), content["Nr"])
        return self.box("M3", Nr=content["Nr"])

    def take_m3(self, content: dict) -> list:
        if set(content) != {"Nr"}:
            raise Refusal("It is not an M3.")
        if content["Nr"] != to_text(self.mine) and FLAW != "responder-nonce":
            raise Refusal("It does not answer this run's nonce.")
        self.note("claim", self.theirs, to_text(self.mine))
        return []


class Implementation:
    """Answers requests."""

    def __init__(self) -> None:
        self.runs: dict = {}
        self.seed = b""

    def answer(self, request: dict) -> dict:
        match request["do"]:
            case "reset":
                self.runs = {}
                return {"is": "accepted", "name": "party.py", "version": "1.0"}
            case "clock":
                return {"is": "accepted"}  # The protocol has no times.
            case "random":
                self.seed = base64.b64decode(request["seed"])
                return {"is": "accepted"}
            case "start":
                run = self.runs[request["run"]] = Run(request, self.seed)
                return {"is": "accepted", "messages": run.start()}
            case "receive":
                run = self.runs[request["run"]]
                try:
                    said = run.receive(request["label"], base64.b64decode(request["bytes"]))
                except (Refusal, ValueError, KeyError, TypeError) as why:
                    return {"is": "refused", "because": str(why)}
                return {"is": "accepted", "messages": said}
            case "log":
                run = self.runs[request["run"]]
                lines, run.log = run.log, []
                return {"is": "accepted", "log": lines}
        return {"is": "failed", "because": "There is no such request."}


if __name__ == "__main__":
    implementation = Implementation()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps({"id": asked["id"], **implementation.answer(asked)}), flush=True)
