import { agree, alive, dh, protocol, scalar, sdec, secret, senc, sgk, sign, weakagree } from "assay";

export default protocol("sts", { A: "initiator", B: "responder" })
  .uses(dh)
  .knows("A", { sgkA: sgk("A") })
  .knows("B", { sgkB: sgk("B") })

  .fresh("A", { x: scalar })
  .computes("A", ({ x }) => ({ X: dh.share(x) }))
  .message("M1", "A", "B", ({ X }) => ({ X }))

  // Each signs both shares, its own first, and shows that it has the key.
  .fresh("B", { y: scalar })
  .computes("B", ({ X, y }) => ({ Y: dh.share(y), K: dh.key(X, y) }))
  .message("M2", "B", "A", ({ X, Y, K, sgkB }) => ({ Y, e: senc(sign({ Y, X }, sgkB), K) }))
  .computes("A", ({ Y, x }) => ({ K: dh.key(Y, x) }))
  .computes("A", ({ e, K }) => ({ sigB: sdec(e, K) }))
  .message("M3", "A", "B", ({ X, Y, K, sgkA }) => ({ f: senc(sign({ X, Y }, sgkA), K) }))
  .computes("B", ({ f, K }) => ({ sigA: sdec(f, K) }))

  .claims("A", ({ K, X, Y }) => [
    secret(K),
    alive("B"),
    weakagree("B"),
    agree("B", [X, Y]),
    agree("B", [X, Y], { partner: false }),
  ])
  .claims("B", ({ K, X, Y }) => [secret(K), alive("A"), weakagree("A"), agree("A", [X, Y])]);
