import { Buffer } from "node:buffer";
import type { EncounterDeps, TablePlaces, Visitor } from "@/lib/encounters/deps.ts";
import { GUEST_DAYS, SEAT_DAYS, type Tokens } from "@/lib/encounters/tokens.ts";

const DAY = 86_400;

/** Reads who asks from cookies or a bearer token, and writes the cookies that prove it. */
export class Visitors {
  readonly #guestCookie: string;
  readonly #seatCookie: string;

  constructor(private readonly deps: EncounterDeps, private readonly tokens: Tokens) {
    const prefix = deps.encrypted ? "__Host-" : "";
    this.#guestCookie = `${prefix}guest`;
    this.#seatCookie = `${prefix}seats`;
  }

  /** Who asks. A bearer token speaks for itself; cookies beside it do not count. */
  async read(headers: Headers): Promise<Visitor> {
    const now = this.deps.now();
    const bearer = /^Bearer ([\w.-]+)$/.exec(headers.get("authorization") ?? "")?.[1];
    const guest = bearer ?? cookie(headers, this.#guestCookie);
    const seats = bearer ?? cookie(headers, this.#seatCookie);
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
    return this.#cookie(this.#guestCookie, token, GUEST_DAYS * DAY);
  }

  /** The `Set-Cookie` value that renews a guest's cookie; undefined when there is no need. */
  async renewedCookie(headers: Headers): Promise<string | undefined> {
    const given = cookie(headers, this.#guestCookie);
    if (given === undefined) return undefined;
    const token = await this.tokens.renewGuest(given, this.deps.now());
    return token && this.#cookie(this.#guestCookie, token, GUEST_DAYS * DAY);
  }

  /** The `Set-Cookie` value that keeps this browser's places at tables. */
  async placesCookie(places: TablePlaces): Promise<string> {
    const token = await this.tokens.places(places, this.deps.now());
    return this.#cookie(this.#seatCookie, token, SEAT_DAYS * DAY);
  }

  #randomName(): string {
    return Buffer.from(this.deps.random(16)).toString("base64url");
  }

  #cookie(name: string, value: string, maxAge: number): string {
    const secure = this.deps.encrypted ? "; Secure" : "";
    return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
  }
}

function cookie(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at !== -1 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
