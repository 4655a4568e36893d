import { nonce, protocol } from "assay";

const name: string =
  protocol("p", { A: "sender", B: "receiver" }).fresh("A", { N: nonce }) === undefined ? "none" : "some";
if (name !== "some") throw new Error("tsx did not run this");
