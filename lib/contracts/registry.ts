/** Every operation of the API: the source of its description and of the access tests. */
import type { z } from "zod";
import {
  batchAnswer,
  creatureIndex,
  encounterList,
  encounterSummary,
  logPage,
  openedEncounter,
  openedView,
  shareCode,
} from "./answer_schemas.ts";
import {
  claimBody,
  createBody,
  exportQuery,
  importQuery,
  listQuery,
  logQuery,
  proposalRequest,
} from "./api.ts";
import { combatBlock } from "./block.ts";
import { commandBatch, commandQuery } from "./command.ts";
import {
  ownPicture,
  pictureChange,
  pictureList,
  pictureRequest,
  pictureTicket,
} from "./picture.ts";

export interface Operation {
  readonly id: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** As in OpenAPI, below /api/v1. */
  readonly path: string;
  readonly summary: string;
  /**
   * Who may: `anyone`; the fight's owner (`owner`; for others it is not there); whoever has the
   * code (`code`); who sits in a seat of the fight with that code (`seat`).
   */
  readonly access: "anyone" | "owner" | "code" | "seat";
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly answer: {
    readonly status: number;
    readonly schema?: z.ZodType;
    readonly stream?: string;
    /** Media type of the stream; server-sent events unless it says otherwise. */
    readonly media?: string;
  };
}

const ENCOUNTER = "/encounters/{id}";
const PLAY = "/play/{code}";

export const OPERATIONS: readonly Operation[] = [
  {
    id: "describeApi",
    method: "GET",
    path: "/openapi.json",
    summary: "This document",
    access: "anyone",
    answer: { status: 200 },
  },
  {
    id: "reportBrowserError",
    method: "POST",
    path: "/browser-errors",
    summary: "Report an error that the site's own script ran into",
    access: "anyone",
    answer: { status: 204 },
  },
  {
    id: "readCreature",
    method: "GET",
    path: "/creatures/{slug}",
    summary: "One creature's stat block, as a fight takes it: built in, or your own",
    access: "anyone",
    answer: { status: 200, schema: combatBlock },
  },
  {
    id: "listOwnCreatures",
    method: "GET",
    path: "/creatures",
    summary: "Your own creatures, packed for the search in a browser",
    access: "anyone",
    answer: { status: 200, schema: creatureIndex },
  },
  {
    id: "listPictures",
    method: "GET",
    path: "/pictures",
    summary: "Your pictures and how much room is left",
    access: "anyone",
    answer: { status: 200, schema: pictureList },
  },
  {
    id: "requestPicture",
    method: "POST",
    path: "/pictures",
    summary: "Reserve room for a picture and get the form that its file is sent with",
    access: "anyone",
    body: pictureRequest,
    answer: { status: 201, schema: pictureTicket },
  },
  {
    id: "uploadPicture",
    method: "POST",
    path: "/pictures/upload",
    summary: "Send a picture's file, where the form of requestPicture says so",
    access: "anyone",
    answer: { status: 204 },
  },
  {
    id: "finishPicture",
    method: "POST",
    path: "/pictures/{picture}/finish",
    summary: "The file was sent: have it looked at and kept",
    access: "anyone",
    answer: { status: 200, schema: ownPicture },
  },
  {
    id: "changePicture",
    method: "POST",
    path: "/pictures/{picture}",
    summary: "Change what a picture says to who cannot see it, and the point that stays in view",
    access: "anyone",
    body: pictureChange,
    answer: { status: 200, schema: ownPicture },
  },
  {
    id: "removePicture",
    method: "DELETE",
    path: "/pictures/{picture}",
    summary: "Remove one of your pictures for good",
    access: "anyone",
    answer: { status: 204 },
  },
  {
    id: "importFile",
    method: "POST",
    path: "/import",
    summary: "Look at a file of another tool (step=preview), or store what is in it (step=store)",
    access: "anyone",
    query: importQuery,
    answer: {
      status: 200,
      stream: "Lines of JSON: progress, then a report or a problem",
      media: "application/x-ndjson",
    },
  },
  {
    id: "listEncounters",
    method: "GET",
    path: "/encounters",
    summary: "Your fights, newest first",
    access: "anyone",
    query: listQuery,
    answer: { status: 200, schema: encounterList },
  },
  {
    id: "createEncounter",
    method: "POST",
    path: "/encounters",
    summary: "Make a fight; without an account you become a guest by a cookie",
    access: "anyone",
    body: createBody,
    answer: { status: 201, schema: encounterSummary },
  },
  {
    id: "readEncounter",
    method: "GET",
    path: ENCOUNTER,
    summary: "One fight with its state and newest log entries",
    access: "owner",
    answer: { status: 200, schema: openedEncounter },
  },
  {
    id: "deleteEncounter",
    method: "DELETE",
    path: ENCOUNTER,
    summary: "Delete a fight; it can be restored for 30 days",
    access: "owner",
    answer: { status: 200, schema: encounterSummary },
  },
  {
    id: "restoreEncounter",
    method: "POST",
    path: `${ENCOUNTER}/restore`,
    summary: "Bring a deleted fight back",
    access: "owner",
    answer: { status: 200, schema: encounterSummary },
  },
  {
    id: "duplicateEncounter",
    method: "POST",
    path: `${ENCOUNTER}/duplicate`,
    summary: "Copy a fight as it was set up: unhurt, not begun",
    access: "owner",
    answer: { status: 201, schema: encounterSummary },
  },
  {
    id: "archiveEncounter",
    method: "POST",
    path: `${ENCOUNTER}/archive`,
    summary: "Put a fight away",
    access: "owner",
    answer: { status: 200, schema: encounterSummary },
  },
  {
    id: "unarchiveEncounter",
    method: "DELETE",
    path: `${ENCOUNTER}/archive`,
    summary: "Take a fight out again",
    access: "owner",
    answer: { status: 200, schema: encounterSummary },
  },
  {
    id: "sendCommands",
    method: "POST",
    path: `${ENCOUNTER}/commands`,
    summary: "Carry out commands in order, up to the first that is refused",
    access: "owner",
    query: commandQuery,
    body: commandBatch,
    answer: { status: 200, schema: batchAnswer },
  },
  {
    id: "readLog",
    method: "GET",
    path: `${ENCOUNTER}/log`,
    summary: "The log by pages, oldest first",
    access: "owner",
    query: logQuery,
    answer: { status: 200, schema: logPage },
  },
  {
    id: "exportLog",
    method: "GET",
    path: `${ENCOUNTER}/export`,
    summary: "The whole log as a text, Markdown or JSON file",
    access: "owner",
    query: exportQuery,
    answer: { status: 200 },
  },
  {
    id: "streamLog",
    method: "GET",
    path: `${ENCOUNTER}/stream`,
    summary: "The log as it grows; Last-Event-ID is the last version seen",
    access: "owner",
    answer: { status: 200, stream: "Events: hello, message (a log entry), reset, gone" },
  },
  {
    id: "previewAsPlayer",
    method: "GET",
    path: `${ENCOUNTER}/preview`,
    summary: "What players see of your fight",
    access: "owner",
    answer: { status: 200, schema: openedView },
  },
  {
    id: "renewShareCode",
    method: "POST",
    path: `${ENCOUNTER}/share`,
    summary: "A new code for players; the one before stops working",
    access: "owner",
    answer: { status: 201, schema: shareCode },
  },
  {
    id: "revokeShareCode",
    method: "DELETE",
    path: `${ENCOUNTER}/share`,
    summary: "No code any more: players are out",
    access: "owner",
    answer: { status: 200, schema: shareCode },
  },
  {
    id: "watch",
    method: "GET",
    path: PLAY,
    summary: "What players see, and your seat if you have one",
    access: "code",
    answer: { status: 200, schema: openedView },
  },
  {
    id: "streamView",
    method: "GET",
    path: `${PLAY}/stream`,
    summary: "What players see, as it changes; Last-Event-ID names the table you have",
    access: "code",
    answer: {
      status: 200,
      stream: "Events: hello, table (whole), message (a merge patch of the table), seat (whole), " +
        "own (a merge patch of the seat), notice, gone",
    },
  },
  {
    id: "claimSeat",
    method: "POST",
    path: `${PLAY}/seat`,
    summary: "Sit down as a character",
    access: "code",
    body: claimBody,
    answer: { status: 201, schema: openedView },
  },
  {
    id: "releaseSeat",
    method: "DELETE",
    path: `${PLAY}/seat`,
    summary: "Stand up",
    access: "code",
    answer: { status: 204 },
  },
  {
    id: "propose",
    method: "POST",
    path: `${PLAY}/proposals`,
    summary: "Ask the DM for something, or answer what is asked of your character",
    access: "seat",
    body: proposalRequest,
    answer: { status: 204 },
  },
];
