import { Buffer } from "node:buffer";
import { CookieJar } from "@/lib/auth/cookies.ts";
import type { EncounterDeps, TablePlaces, Visitor } from "@/lib/encounters/deps.ts";
import { GUEST_DAYS, SEAT_DAYS, type Tokens } from "@/lib/encounters/tokens.ts";

const DAY = 86_400;
const GUEST = "guest";
const SEATS = "seats";

/** Reads who asks from cookies or a bearer token, and writes the cookies that prove it. */
export class Visitors {
  readonly #cookies: CookieJar;

  constructor(private readonly deps: EncounterDeps, private readonly tokens: Tokens) {
    this.#cookies = new CookieJar(deps.encrypted);
  }

  /** Who asks. A bearer token speaks for itself; cookies beside it do not count. */
  async read(headers: Headers): Promise<Visitor> {
    const now = this.deps.now();
    const bearer = /^Bearer ([\w.-]+)$/.exec(headers.get("authorization") ?? "")?.[1];
    const guest = bearer ?? this.#cookies.read(headers, GUEST);
    const seats = bearer ?? this.#cookies.read(headers, SEATS);
    const places = seats === undefined ? undefined : await this.tokens.readPlaces(seats, now);
    return {
      ownerId: guest === undefined ? null : await this.tokens.readGuest(guest, now) ?? null,
      ...places ?? { seatIds: [] },
    };
  }

  /** A new guest's id. */
  newGuest(): string {
    return `guest_${this.#randomName()}`;
  }

  newDevice(): string {
    return `device_${this.#randomName()}`;
  }

  newSeat(): string {
    return `seat_${this.#randomName()}`;
  }

  /** The `Set-Cookie` value that makes this browser the guest. */
  async guestCookie(ownerId: string): Promise<string> {
    const token = await this.tokens.guest(ownerId, this.deps.now());
    return this.#cookies.set(GUEST, token, { maxAge: GUEST_DAYS * DAY });
  }

  /** The `Set-Cookie` value that renews a guest's cookie; undefined when there is no need. */
  async renewedCookie(headers: Headers): Promise<string | undefined> {
    const given = this.#cookies.read(headers, GUEST);
    if (given === undefined) return undefined;
    const renewed = await this.tokens.renewGuest(given, this.deps.now());
    if (renewed === undefined) return undefined;
    const { guestVisits, log, now } = this.deps;
    await guestVisits?.note(renewed.ownerId, now())
      // The cookie is made anew all the same; the next visit is noted.
      .catch((error: unknown) => log.warn("guest's visit not noted", { error }));
    return this.#cookies.set(GUEST, renewed.token, { maxAge: GUEST_DAYS * DAY });
  }

  /** The `Set-Cookie` value that keeps this browser's places at tables. */
  async placesCookie(places: TablePlaces): Promise<string> {
    const token = await this.tokens.places(places, this.deps.now());
    return this.#cookies.set(SEATS, token, { maxAge: SEAT_DAYS * DAY });
  }

  #randomName(): string {
    return Buffer.from(this.deps.random(16)).toString("base64url");
  }
}
