/** Who may see the operations' pages and figures. */
export interface OpsAccess {
  /**
   * Whether a request carries the bearer token or a signed-in operator's cookie. Where no token is
   * set, whether it comes from this machine.
   *
   * @param peer Address of the connection's other end, without its port.
   */
  allows(request: Request, peer: string): Promise<boolean>;
  /** Whether access is open because no token is set (one's own machine). */
  readonly open: boolean;
  /** The cookie that signs an operator in, or null when the token is not the right one. */
  signIn(token: string): Promise<string | null>;
  /** The cookie that signs out. */
  signOut(): string;
}
