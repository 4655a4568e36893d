import { authentication } from "../protocol.ts";

export default authentication("names");
