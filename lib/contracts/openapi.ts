/** The API's description in OpenAPI 3.1, made from the contracts. */
import { z } from "zod";
import { problem } from "./answer_schemas.ts";
import { command } from "./command.ts";
import { type Operation, OPERATIONS } from "./registry.ts";

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

const PARAMETERS: Readonly<Record<string, Json>> = {
  id: { type: "string", description: "The fight's id" },
  picture: { type: "string", description: "The picture's id" },
  slug: { type: "string", description: "The creature's slug, e.g. adult-red-dragon" },
  code: { type: "string", description: "The code on the DM's screen, e.g. K4TM9RWX" },
};

function parameters({ path, query }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: PARAMETERS[name],
  }));
  const inQuery = query === undefined ? [] : Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: jsonSchema(schema as z.ZodType, "output"),
  }));
  return [...inPath, ...inQuery];
}

function answers({ answer }: Operation): Json {
  const { status, schema, stream, media = "text/event-stream" } = answer;
  const content = stream !== undefined
    ? { [media]: { schema: { type: "string" } } }
    : schema !== undefined
    ? { "application/json": { schema: jsonSchema(schema, "output") } }
    : undefined;
  return {
    [status]: { description: stream ?? "Done", ...content ? { content } : {} },
    default: { $ref: "#/components/responses/Problem" },
  };
}

function operation(item: Operation): Json {
  const given = parameters(item);
  const security = { anyone: [], owner: [{ guest: [] }], code: [], seat: [{ seat: [] }] };
  return {
    operationId: item.id,
    summary: item.summary,
    ...given.length > 0 ? { parameters: given } : {},
    ...item.body === undefined ? {} : {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: item.id === "sendCommands"
              ? withCommands(jsonSchema(item.body, "input"))
              : jsonSchema(item.body, "input"),
          },
        },
      },
    },
    responses: answers(item),
    security: [...security[item.access], ...tokenSecurity(item)],
  };
}

/** Where a program's token opens the operation; its scopes stand in docs/api.md. */
function tokenSecurity({ path }: Operation): Json[] {
  if (!/^\/(?:encounters|creatures)(?:\/|$)/.test(path)) return [];
  // Who needs nothing may also come without a token.
  return /^\/(?:creatures|encounters$)/.test(path) ? [{}, { token: [] }] : [{ token: [] }];
}

/** The union of all commands stands among the components, where it can be found by name. */
function withCommands(schema: Json): Json {
  return JSON.parse(
    JSON.stringify(
      schema,
      (key, value) => key === "command" ? { $ref: "#/components/schemas/Command" } : value,
    ),
  );
}

/** The whole document. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const item of OPERATIONS) {
    const path = `/api/v1${item.path}`;
    paths[path] = { ...paths[path], [item.method.toLowerCase()]: operation(item) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "D&D Encounter Tracker",
      version: "1",
      description: "Fights as logs of commands, live. docs/api.md walks a whole fight.",
    },
    paths,
    components: {
      schemas: { Command: jsonSchema(command, "input"), Problem: jsonSchema(problem, "output") },
      responses: {
        Problem: {
          description: "It was refused; `code` says why for programs, `detail` for people",
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      },
      securitySchemes: {
        guest: { type: "apiKey", in: "cookie", name: "guest" },
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token of an account, `et_…`, made under Account, API tokens",
        },
        seat: { type: "apiKey", in: "cookie", name: "seats" },
      },
    },
  };
}
