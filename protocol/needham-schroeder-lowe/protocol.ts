import { aenc, agree, alive, niagree, nisynch, nonce, pk, protocol, secret, weakagree } from "assay";

export default protocol("needham-schroeder-lowe", { I: "initiator", R: "responder" })
  .public({ pkI: pk("I"), pkR: pk("R") })

  .fresh("I", { Ni: nonce })
  .message("M1", "I", "R", ({ Ni, I, pkR }) => aenc({ Ni, I }, pkR))

  .fresh("R", { Nr: nonce })
  .message("M2", "R", "I", ({ Ni, Nr, R, pkI }) => aenc({ Ni, Nr, R }, pkI))

  .message("M3", "I", "R", ({ Nr, pkR }) => aenc({ Nr }, pkR))

  .claims("I", ({ Ni, Nr }) => [
    secret(Ni),
    secret(Nr),
    alive("R"),
    weakagree("R"),
    agree("R", [Ni, Nr]),
    niagree(),
    nisynch(),
  ])
  .claims("R", ({ Ni, Nr }) => [
    secret(Ni),
    secret(Nr),
    alive("I"),
    weakagree("I"),
    agree("I", [Ni, Nr]),
    niagree(),
    nisynch(),
  ]);
