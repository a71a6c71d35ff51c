import type { IdentityProvider, ProviderClaims } from "@/lib/auth/port.ts";

export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says: "Sign in with …". */
  readonly name: string;
  /** Allows an issuer without https; for one's own machine only. */
  readonly plain: boolean;
}

const TIMEOUT_SECONDS = 5;

/** An OpenID provider by its discovery document; the code flow with PKCE, state and nonce. */
export class OpenIdProvider implements IdentityProvider {
  #discovered: ReturnType<OpenIdProvider["discover"]> | undefined;

  constructor(private readonly settings: OpenIdSettings) {}

  get name(): string {
    return this.settings.name;
  }

  async begin(redirectUri: string) {
    const { client, configuration } = await this.#provider();
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = client.randomNonce();
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: "openid email",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
    });
    return { address: address.href, verifier, state, nonce };
  }

  async finish(
    callback: URL,
    { verifier, state, nonce }: { verifier: string; state: string; nonce: string },
  ): Promise<ProviderClaims | undefined> {
    const { client, configuration } = await this.#provider();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, callback, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) return undefined;
      const { iss, sub, email, email_verified } = claims;
      const verified = email_verified === true && typeof email === "string";
      return { issuer: iss, subject: sub, email: verified ? email : null };
    } catch {
      // Whatever it was (another state, a used code, a token that is not for us), nobody gets in.
      return undefined;
    }
  }

  /** Found out once; again after a failure, so that a provider that was away is no reason to restart. */
  #provider() {
    this.#discovered ??= this.discover().catch((error) => {
      this.#discovered = undefined;
      throw error;
    });
    return this.#discovered;
  }

  private async discover() {
    const client = await import("openid-client");
    const { issuer, clientId, clientSecret, plain } = this.settings;
    const configuration = await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      client.ClientSecretBasic(clientSecret),
      {
        timeout: TIMEOUT_SECONDS,
        // The id token's signature is checked too, though it comes straight from the provider.
        execute: [
          client.enableNonRepudiationChecks,
          ...plain ? [client.allowInsecureRequests] : [],
        ],
      },
    );
    return { client, configuration };
  }
}
