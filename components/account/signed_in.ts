import { createContext } from "preact";

/** Whether the person who asked for the page is signed in; set once for every page. */
export const SignedInContext = createContext(false);

/** Whether the site sells plans; set once for every page. */
export const SellsContext = createContext(false);
