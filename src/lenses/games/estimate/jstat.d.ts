/** The part of jstat in use, which comes without types. */
declare module "jstat" {
  interface Statistics {
    readonly beta: {
      inv(probability: number, alpha: number, beta: number): number;
      cdf(x: number, alpha: number, beta: number): number;
    };
  }
  const statistics: { readonly jStat: Statistics };
  export default statistics;
}
