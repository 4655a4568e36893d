import { agree, alive, key, nonce, protocol, secret, senc, shk, weakagree } from "assay";

export default protocol("otway-rees", { A: "initiator", B: "responder", S: { title: "key server", trusted: true } })
  .match(2)
  .knows("A", { Kas: shk("A", "S") })
  .knows("B", { Kbs: shk("B", "S") })
  .knows("S", { Kas: shk("A", "S"), Kbs: shk("B", "S") })

  .fresh("A", { I: nonce, Na: nonce })
  .message("M1", "A", "B", ({ I, A, B, Na, Kas }) => ({ I, A, B, forA: senc({ Na, I, A, B }, Kas) }))

  .fresh("B", { Nb: nonce })
  .message("M2", "B", "S", ({ I, A, B, forA, Nb, Kbs }) => ({ I, A, B, forA, forB: senc({ Nb, I, A, B }, Kbs) }))

  // The server opens both boxes, compares what they say, and makes the key.
  .fresh("S", { Kab: key })
  .message("M3", "S", "B", ({ I, Na, Nb, Kab, Kas, Kbs }) => ({
    I,
    keyA: senc({ Na, Kab }, Kas),
    keyB: senc({ Nb, Kab }, Kbs),
  }))
  .message("M4", "B", "A", ({ I, keyA }) => ({ I, keyA }))

  .claims("A", ({ Kab }) => [secret(Kab), alive("B"), alive("S"), weakagree("B"), agree("B", [Kab]), agree("S", [Kab])])
  .claims("B", ({ Kab }) => [secret(Kab), alive("A"), alive("S"), weakagree("A"), agree("S", [Kab])]);
