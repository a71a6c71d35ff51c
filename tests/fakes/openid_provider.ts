import { createHash, randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** Who signs in there, and what the provider gets wrong. */
export interface ProviderWord {
  subject: string;
  email: string;
  emailVerified: boolean;
  fault?: "wrong_nonce" | "wrong_audience" | "wrong_issuer" | "expired" | "other_key";
}

export interface FakeOpenIdProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly word: ProviderWord;
  readonly seen: { tokenRequests: number; refused: string[] };
}

interface Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string;
}

/**
 * An OpenID provider on a free port that says yes to everybody. It refuses what real ones refuse:
 * clients it does not know, other ways back, codes used twice, verifiers that do not fit.
 */
export async function startOpenIdProvider(redirectUri: () => string): Promise<FakeOpenIdProvider> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const other = await generateKeyPair("RS256");
  const jwk = { ...await exportJWK(publicKey), kid: "one", alg: "RS256", use: "sig" };
  const [clientId, clientSecret] = ["encounter-tracker", randomBytes(16).toString("hex")];
  const word: ProviderWord = { subject: "42", email: "mara@example.org", emailVerified: true };
  const seen = { tokenRequests: 0, refused: [] as string[] };
  const grants = new Map<string, Grant>();

  const refuse = (why: string) => {
    seen.refused.push(why);
    return Response.json({ error: "invalid_grant", error_description: why }, { status: 400 });
  };

  function authorize(url: URL): Response {
    const ask = (name: string) => url.searchParams.get(name) ?? "";
    if (ask("client_id") !== clientId) return refuse("unknown client");
    if (ask("redirect_uri") !== redirectUri()) return refuse("unknown way back");
    if (ask("response_type") !== "code") return refuse("not the code flow");
    if (ask("code_challenge_method") !== "S256") return refuse("no challenge");
    if (!ask("scope").split(" ").includes("openid")) return refuse("no openid scope");
    const code = randomBytes(16).toString("hex");
    grants.set(code, {
      redirectUri: ask("redirect_uri"),
      challenge: ask("code_challenge"),
      nonce: ask("nonce"),
    });
    const back = new URL(ask("redirect_uri"));
    back.searchParams.set("code", code);
    back.searchParams.set("state", ask("state"));
    return new Response(null, { status: 302, headers: { location: back.href } });
  }

  async function token(req: Request, issuer: string): Promise<Response> {
    seen.tokenRequests++;
    const form = new URLSearchParams(await req.text());
    const basic = atob((req.headers.get("authorization") ?? "").replace("Basic ", ""));
    // Both halves are encoded as a form is (RFC 6749, 2.3.1).
    if (basic.split(":").map(decodeURIComponent).join(":") !== `${clientId}:${clientSecret}`) {
      return refuse("unknown client");
    }
    const code = form.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code);
    if (grant === undefined) return refuse("unknown or used code");
    const verifier = createHash("sha256").update(form.get("code_verifier") ?? "").digest(
      "base64url",
    );
    if (verifier !== grant.challenge) return refuse("the verifier does not fit");
    if (form.get("redirect_uri") !== grant.redirectUri) return refuse("another way back");
    const now = Math.floor(Date.now() / 1_000);
    const { fault } = word;
    const idToken = await new SignJWT({
      nonce: fault === "wrong_nonce" ? "another" : grant.nonce,
      email: word.email,
      email_verified: word.emailVerified,
    }).setProtectedHeader({ alg: "RS256", kid: "one" }).setSubject(word.subject)
      .setIssuer(fault === "wrong_issuer" ? "https://evil.example" : issuer)
      .setAudience(fault === "wrong_audience" ? "another" : clientId)
      .setIssuedAt(now).setExpirationTime(fault === "expired" ? now - 3_600 : now + 300)
      .sign(fault === "other_key" ? other.privateKey : privateKey);
    return Response.json({ access_token: "opaque", token_type: "Bearer", id_token: idToken });
  }

  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (req) => {
    const url = new URL(req.url);
    const issuer = url.origin;
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return Response.json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          code_challenge_methods_supported: ["S256"],
        });
      case "/jwks":
        return Response.json({ keys: [jwk] });
      case "/authorize":
        return authorize(url);
      case "/token":
        return token(req, issuer);
      default:
        return new Response(null, { status: 404 });
    }
  });
  return {
    issuer: `http://127.0.0.1:${server.addr.port}`,
    clientId,
    clientSecret,
    word,
    seen,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
