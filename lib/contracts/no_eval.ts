/**
 * Imported before the first schema is made, which is when zod tries whether texts may become code:
 * a page's policy forbids that, and every try would be reported as a breach.
 */
import { z } from "zod";

if ("document" in globalThis) z.config({ jitless: true });
