/** What the forms of accounts send. */
import { z } from "zod";
import { name } from "./primitives.ts";

/**
 * An address, in lower case. Plain letters only: an address that looks like another's must not be
 * one of its own.
 */
export const emailAddress = z.string().trim().toLowerCase().max(254, "That address is too long")
  .pipe(z.email("Write an address such as mara@example.org"));

/** A password as it was typed. What makes a good one is the server's business. */
export const typedPassword = z.string().max(1_024, "That password is too long");

/** The secret of a link in a letter. */
export const linkKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "That link is not whole");

/** The key of a recovery link: a guest's name and a secret. */
export const recoveryKey = z.string().regex(/^[A-Za-z0-9_-]{44}$/, "That link is not whole");

/** Where to go afterwards: a path of this site. */
export const returnPath = z.string().max(2_000).default("/encounters");

export const signInForm = z.object({
  email: emailAddress,
  password: typedPassword,
  to: returnPath,
});

export const signUpForm = z.object({ email: emailAddress, password: typedPassword });

export const emailForm = z.object({ email: emailAddress });

export const newPasswordForm = z.object({ key: linkKey, password: typedPassword });

export const finishForm = z.object({ key: linkKey, password: typedPassword.default("") });

/** A name, or none. */
export const displayName = z.union([z.literal(""), name]);
