import { agree, alive, dh, hash, mac, protocol, scalar, sdec, secret, senc, sgk, sign, text, weakagree } from "assay";

export default protocol("sigma-i", { A: "initiator", B: "responder" })
  .uses(dh)
  // Each learns from a message who the other is.
  .learns("A", "B", { in: "M2" })
  .learns("B", "A", { in: "M3" })
  .public({ ke: text, km: text, ks: text, t1: text, t2: text })
  .knows("A", { sgkA: sgk("A") })
  .knows("B", { sgkB: sgk("B") })

  .fresh("A", { x: scalar })
  .computes("A", ({ x }) => ({ X: dh.share(x) }))
  .message("M1", "A", "B", ({ X }) => ({ X }))

  // One shared value, three keys: for encryption, for MACs, for the session.
  .fresh("B", { y: scalar })
  .computes("B", ({ X, y, ke, km, ks }) => ({
    Y: dh.share(y),
    Ke: hash({ ke, k: dh.key(X, y) }),
    Km: hash({ km, k: dh.key(X, y) }),
    Ks: hash({ ks, k: dh.key(X, y) }),
  }))
  .message("M2", "B", "A", ({ X, Y, B, t1, Ke, Km, sgkB }) => ({
    Y,
    e: senc({ B, sigB: sign({ t1, X, Y }, sgkB), tagB: mac({ t1, B }, Km) }, Ke),
  }))
  .computes("A", ({ Y, x, ke, km, ks }) => ({
    Ke: hash({ ke, k: dh.key(Y, x) }),
    Km: hash({ km, k: dh.key(Y, x) }),
    Ks: hash({ ks, k: dh.key(Y, x) }),
  }))
  .computes("A", ({ e, Ke }) => sdec(e, Ke))
  .message("M3", "A", "B", ({ X, Y, A, t2, Ke, Km, sgkA }) => ({
    f: senc({ A, sigA: sign({ t2, Y, X }, sgkA), tagA: mac({ t2, A }, Km) }, Ke),
  }))
  .computes("B", ({ f, Ke }) => sdec(f, Ke))

  .claims("A", ({ Ks, X, Y }) => [
    secret(Ks),
    alive("B"),
    weakagree("B"),
    agree("B", [X, Y], { partner: false }),
    agree("B", [X, Y, Ks], { partner: false, injective: true }),
  ])
  .claims("B", ({ Ks, X, Y }) => [
    secret(Ks),
    alive("A"),
    weakagree("A"),
    agree("A", [X, Y, Ks]),
    agree("A", [X, Y, Ks], { injective: true }),
  ]);
