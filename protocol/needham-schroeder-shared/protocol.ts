import { agree, alive, key, nonce, protocol, sdec, secret, senc, shk, text, weakagree } from "assay";

export default protocol("needham-schroeder-shared", {
  A: "initiator",
  B: "responder",
  S: { title: "key server", trusted: true },
})
  .public({ minusOne: text })
  .knows("A", { Kas: shk("A", "S") })
  .knows("B", { Kbs: shk("B", "S") })
  .knows("S", { Kas: shk("A", "S"), Kbs: shk("B", "S") })

  .fresh("A", { Na: nonce })
  .message("M1", "A", "S", ({ A, B, Na }) => ({ A, B, Na }))

  // The server makes the key and a ticket for B, which A cannot read.
  .fresh("S", { Kab: key })
  .message("M2", "S", "A", ({ A, B, Na, Kab, Kas, Kbs }) => senc({ Na, B, Kab, ticket: senc({ Kab, A }, Kbs) }, Kas), {
    means: "{Na, A <-Kab-> B, #(A <-Kab-> B), {A <-Kab-> B}Kbs from S}Kas from S",
  })
  .message("M3", "A", "B", ({ ticket }) => ({ ticket }))

  // B challenges A under the key; A answers with one less.
  .fresh("B", { Nb: nonce })
  .message("M4", "B", "A", ({ Nb, Kab }) => ({ challenge: senc({ Nb }, Kab) }))
  .computes("A", ({ challenge, Kab }) => sdec(challenge, Kab))
  .message("M5", "A", "B", ({ Nb, minusOne, Kab }) => ({ answer: senc({ Nb, minusOne }, Kab) }))
  .computes("B", ({ answer, Kab }) => sdec(answer, Kab))

  .claims("A", ({ Kab }) => [secret(Kab), alive("B"), weakagree("B"), agree("B", [Kab]), agree("S", [Kab])])
  .claims("B", ({ Kab, Nb }) => [
    secret(Kab),
    alive("A"),
    weakagree("A"),
    agree("A", [Kab, Nb]),
    agree("A", [Kab], { injective: true }),
  ])

  .ban({
    assumptions: {
      k1: "A bel A <-Kas-> S",
      k2: "B bel B <-Kbs-> S",
      k3: "S bel A <-Kas-> S",
      k4: "S bel B <-Kbs-> S",
      k5: "S bel A <-Kab-> B",
      j1: "A bel forall K. S controls A <-K-> B",
      j2: "B bel forall K. S controls A <-K-> B",
      j3: "A bel forall K. S controls #(A <-K-> B)",
      f1: "A bel #(Na)",
      f2: "B bel #(Nb)",
      f3: "S bel #(A <-Kab-> B)",
      d1: "B bel forall K. #(A <-K-> B)",
    },
    goals: {
      g1: "A bel A <-Kab-> B",
      g2: "A bel #(A <-Kab-> B)",
      g3: "B bel A <-Kab-> B",
      g4: "A bel B bel A <-Kab-> B",
      g5: "B bel A bel A <-Kab-> B",
    },
  });
