#!/usr/bin/env node
// Turns Slack's published TypeScript types into the JSON Schemas of ./schemas.
//
//   node tests/contracts/make_schemas.mjs
//
// The packages of ./package.json are installed into a temporary folder, so nothing is left in the
// checkout but the schemas. The types state shapes only; the limits ("Maximum length for the text
// in this field is 75 characters") are prose in their doc comments, and are read from there.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "schemas");

// file -> { name in the schema: TypeScript type }
const ROOTS = {
  blocks: { Blocks: "T.KnownBlock[]" },
  views: {
    modal: "Omit<T.ModalView, 'blocks'> & { blocks: T.KnownBlock[] }",
    home: "Omit<T.HomeView, 'blocks'> & { blocks: T.KnownBlock[] }",
  },
  calls: {
    "auth.test": "W.AuthTestArguments",
    "chat.delete": "W.ChatDeleteArguments",
    "chat.getPermalink": "W.ChatGetPermalinkArguments",
    "chat.postEphemeral": "W.ChatPostEphemeralArguments",
    "chat.postMessage": "W.ChatPostMessageArguments",
    "chat.scheduleMessage": "W.ChatScheduleMessageArguments",
    "chat.update": "W.ChatUpdateArguments",
    "conversations.history": "W.ConversationsHistoryArguments",
    "conversations.info": "W.ConversationsInfoArguments",
    "conversations.join": "W.ConversationsJoinArguments",
    "conversations.list": "W.ConversationsListArguments",
    "conversations.members": "W.ConversationsMembersArguments",
    "conversations.open": "W.ConversationsOpenArguments",
    "conversations.replies": "W.ConversationsRepliesArguments",
    "conversations.setTopic": "W.ConversationsSetTopicArguments",
    "files.completeUploadExternal": "W.FilesCompleteUploadExternalArguments",
    "files.getUploadURLExternal": "W.FilesGetUploadURLExternalArguments",
    "files.info": "W.FilesInfoArguments",
    "reactions.add": "W.ReactionsAddArguments",
    "reactions.get": "W.ReactionsGetArguments",
    "reactions.remove": "W.ReactionsRemoveArguments",
    response_url: "B.RespondArguments",
    "users.info": "W.UsersInfoArguments",
    "users.list": "W.UsersListArguments",
    view_response: "B.ViewResponseAction",
    "views.open": "W.ViewsOpenArguments",
    "views.publish": "W.ViewsPublishArguments",
    "views.push": "W.ViewsPushArguments",
    "views.update": "W.ViewsUpdateArguments",
  },
  interactions: {
    block_actions: "B.BlockAction",
    block_suggestion: "B.BlockSuggestion",
    command: "B.SlashCommand",
    message_action: "B.MessageShortcut",
    shortcut: "B.GlobalShortcut",
    view_closed: "B.ViewClosedAction",
    view_submission: "B.ViewSubmitAction",
  },
  manifest: { manifest: "M.Manifest" },
  events: Object.fromEntries(
    Object.entries({
      app_home_opened: "AppHomeOpenedEvent",
      app_uninstalled: "AppUninstalledEvent",
      channel_archive: "ChannelArchiveEvent",
      channel_rename: "ChannelRenameEvent",
      member_joined_channel: "MemberJoinedChannelEvent",
      member_left_channel: "MemberLeftChannelEvent",
      message: "GenericMessageEvent",
      reaction_added: "ReactionAddedEvent",
      reaction_removed: "ReactionRemovedEvent",
      tokens_revoked: "TokensRevokedEvent",
      user_change: "UserChangeEvent",
    }).map(([name, type]) => [name, `B.EnvelopedEvent<T.${type}>`]),
  ),
};

function main() {
  const folder = mkdtempSync(join(tmpdir(), "polaris-schemas-"));
  try {
    copyFileSync(join(HERE, "package.json"), join(folder, "package.json"));
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], {
      cwd: folder,
      stdio: "inherit",
    });
    const generator = generatorIn(folder);
    mkdirSync(OUT, { recursive: true });
    for (const [file, roots] of Object.entries(ROOTS)) write(file, schemaOf(generator, file, Object.keys(roots)));
    writeNotice(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function generatorIn(folder) {
  const lines = [
    "import type * as T from '@slack/types';",
    "import type * as W from '@slack/web-api';",
    "import type * as B from '@slack/bolt';",
    "import type * as M from './node_modules/@slack/web-api/dist/types/request/manifest.js';",
  ];
  for (const [file, roots] of Object.entries(ROOTS)) {
    for (const [name, type] of Object.entries(roots)) lines.push(`export type ${alias(file, name)} = ${type};`);
  }
  const entry = join(folder, "entry.ts");
  writeFileSync(entry, lines.join("\n"));
  const options = { strict: true, module: "nodenext", moduleResolution: "nodenext", skipLibCheck: true, types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["entry.ts"] }));
  const { createGenerator } = createRequire(join(folder, "entry.js"))("ts-json-schema-generator");
  return createGenerator({ path: entry, tsconfig: join(folder, "tsconfig.json"), skipTypeCheck: true });
}

const alias = (file, name) => `${file}_${name.replaceAll(".", "_")}`;

function schemaOf(generator, file, names) {
  const definitions = {};
  for (const name of names) {
    const made = generator.createSchema(alias(file, name)).definitions;
    Object.assign(definitions, made);
    definitions[name] = made[alias(file, name)];
    if (name !== alias(file, name)) delete definitions[alias(file, name)];
  }
  delete definitions.AnyBlock;
  const schema = { $schema: "http://json-schema.org/draft-07/schema#", definitions };
  each(schema, onlyKnownBlocks);
  each(schema, applyLimits);
  each(schema, closeIndexedTypes);
  if (file === "calls" || file === "interactions" || file === "events") each(schema, leaveBlocksToTheirOwnSchema);
  // What answers a response_url needs no words at all: { delete_original: true } is one.
  if (definitions.RespondArguments) delete definitions.RespondArguments.required;
  each(schema, (node) => discriminate(node, definitions));
  each(schema, (node) => {
    if (typeof node.description === "string") delete node.description;
    for (const word of ["example", "deprecated", "markdownDescription"]) if (typeof node[word] !== "object") delete node[word];
  });
  return nameSimply(dropUnused(schema, names));
}

// Calls `change` on every schema node, children first.
function each(node, change) {
  if (Array.isArray(node)) return node.forEach((child) => each(child, change));
  if (node === null || typeof node !== "object") return;
  for (const child of Object.values(node)) each(child, change);
  change(node);
}

const ref = (name) => ({ $ref: `#/definitions/${name}` });

// "KnownBlock or anything with a type" lets every typing mistake through: only the known ones stay.
function onlyKnownBlocks(node) {
  if (node.$ref === "#/definitions/AnyBlock") node.$ref = "#/definitions/KnownBlock";
  if (Array.isArray(node.anyOf) && node.anyOf.some((one) => one.$ref === "#/definitions/KnownBlock")) {
    node.anyOf = node.anyOf.filter((one) => one.$ref !== "#/definitions/Block");
  }
}

const number = (digits) => Number(digits.replaceAll(",", ""));

// The limits that a doc comment states, as { maxLength, minLength, maxItems, minItems, minimum, maximum }.
function limitsIn(comment) {
  const said = comment.replace(/\{@link[^}]*\}/g, "").replace(/[`\s]+/g, " ");
  const found = {};
  const take = (key, pattern, change = (n) => n) => {
    const match = said.match(pattern);
    if (match && found[key] === undefined) found[key] = change(number(match[1]));
  };
  take("maxLength", /max(?:imum)? length(?: [a-z' ]+?)?(?: of| is) (\d[\d,]*)/i);
  take("maxLength", /limit (\d[\d,]*) characters/i);
  take("maxLength", /limit this field to (\d[\d,]*) characters/i);
  take("maxLength", /must be less than (\d[\d,]*) characters/i, (n) => n - 1);
  take("minLength", /min(?:imum)? length(?: [a-z' ]+?)?(?: of| is) (\d[\d,]*)/i);
  take("maxItems", /max(?:imum)?(?: number of [a-z ]+ is| of)? (\d[\d,]*)(?! characters)/i);
  take("maxItems", /up to (\d[\d,]*)/i);
  take("minItems", /minimum (\d[\d,]*),/i);
  take("minimum", /min(?:imum)?(?: of| number is)? (\d[\d,]*)/i);
  take("maximum", /max(?:imum)?(?: of| value is)? (\d[\d,]*)/i);
  take("minimum", /between (\d+) and/i);
  take("maximum", /between \d+ and (\d+)/i);
  return { ...found, perItem: /in each item/i.test(said), perRow: said.match(/max of (\d+) table cells/i)?.[1] };
}

function pick(limits, ...keys) {
  return Object.fromEntries(keys.filter((key) => limits[key] !== undefined).map((key) => [key, limits[key]]));
}

// draft-07 ignores what stands beside a $ref, so limits on a text object are added by allOf.
function textOfAtMost(schema, limits) {
  return { allOf: [schema, { properties: { text: pick(limits, "maxLength", "minLength") } }] };
}

const isText = (node) => /\/(PlainTextElement|MrkdwnElement|TextObject)$/.test(node.$ref ?? "") || (node.anyOf?.every(isText) ?? false);

function applyLimits(node) {
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    if (typeof property?.description !== "string") continue;
    const { description, ...schema } = property;
    const limits = limitsIn(description);
    if (schema.type === "string") Object.assign(property, pick(limits, "maxLength", "minLength"));
    if (["number", "integer"].includes(schema.type)) Object.assign(property, pick(limits, "minimum", "maximum"));
    if (schema.type === "array") {
      Object.assign(property, pick(limits, "maxItems", "minItems"));
      if (limits.perItem) property.items = textOfAtMost(schema.items, limits);
      if (limits.perRow) property.items.maxItems = Number(limits.perRow);
    }
    if (isText(schema) && (limits.maxLength || limits.minLength)) node.properties[name] = textOfAtMost(schema, limits);
  }
}

// Payloads and the manifest are open types for convenience ("StringIndexed"); the named keys are what is published.
function closeIndexedTypes(node) {
  const required = Array.isArray(node.required) ? node.required : [];
  const named = ["token", "display_information"].some((key) => required.includes(key));
  if (named && Object.keys(node.additionalProperties ?? {}).length === 0) node.additionalProperties = false;
}

// A message's blocks have a schema of their own; repeated in each branch of a call's arguments they
// would be checked a dozen times and reported as one long riddle.
function leaveBlocksToTheirOwnSchema(node) {
  if (node.properties?.blocks?.type === "array") node.properties.blocks = { type: "array" };
  if (node.properties?.view?.$ref === "#/definitions/View") node.properties.view = { type: "object" };
}

// A union of objects told apart by `type` becomes a chain of if/then: a fault is then reported where
// it stands, and not as "matches none of twenty".
function discriminate(node, definitions) {
  if (!Array.isArray(node.anyOf) || node.anyOf.length < 2) return;
  const branches = node.anyOf.flatMap((branch) => spread(branch, definitions));
  const byType = new Map();
  for (const branch of branches) {
    const types = typesOf(resolved(branch, definitions));
    if (types.length === 0) return;
    for (const type of types) byType.set(type, [...(byType.get(type) ?? []), branch]);
  }
  if (byType.size < 2) return;
  delete node.anyOf;
  node.type = "object";
  node.required = ["type"];
  node.properties = { type: { enum: [...byType.keys()] } };
  node.allOf = [...byType].map(([type, matching]) => ({
    if: { properties: { type: { const: type } }, required: ["type"] },
    then: matching.length === 1 ? matching[0] : { anyOf: matching },
  }));
}

const resolved = (schema, definitions) =>
  schema.$ref ? definitions[decodeURIComponent(schema.$ref.replace("#/definitions/", ""))] : schema;

function spread(schema, definitions) {
  const target = resolved(schema, definitions);
  if (Array.isArray(target?.anyOf)) return target.anyOf.flatMap((branch) => spread(branch, definitions));
  if (Array.isArray(target?.allOf) && target.allOf[0]?.if) {
    return target.allOf.flatMap(({ then }) => then.anyOf ?? [then]);
  }
  return [schema];
}

function typesOf(schema) {
  const type = schema?.properties?.type;
  if (!schema?.required?.includes("type")) return [];
  return type?.const === undefined ? (type?.enum ?? []) : [type.const];
}

function dropUnused(schema, names) {
  const wanted = new Set();
  const follow = (name) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    each(schema.definitions[name], (node) => {
      if (node.$ref) follow(decodeURIComponent(node.$ref.replace("#/definitions/", "")));
    });
  };
  names.forEach(follow);
  const kept = Object.entries(schema.definitions).filter(([name]) => wanted.has(name));
  return { ...schema, definitions: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

// Generic types get names with brackets, hashes and percent signs; a plain word reads better in a fault.
function nameSimply(schema) {
  const simple = new Map();
  for (const name of Object.keys(schema.definitions)) {
    const words = name.includes("def-") ? `Arguments${simple.size}` : name.replace(/[^\w.]+/g, "_").replace(/_$/, "");
    simple.set(name, words);
  }
  each(schema, (node) => {
    if (node.$ref) node.$ref = ref(simple.get(decodeURIComponent(node.$ref.replace("#/definitions/", "")))).$ref;
  });
  return { ...schema, definitions: Object.fromEntries(Object.entries(schema.definitions).map(([name, one]) => [simple.get(name), one])) };
}

function write(file, schema) {
  const path = join(OUT, `${file}.json`);
  writeFileSync(path, `${JSON.stringify(schema)}\n`);
  console.log(`${file}.json: ${Object.keys(schema.definitions).length} definitions, ${readFileSync(path).length} bytes`);
}

function writeNotice(folder) {
  const packages = ["@slack/types", "@slack/web-api", "@slack/bolt"].map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
    return `  ${name} ${version}, ${license}`;
  });
  const licence = readFileSync(join(folder, "node_modules/@slack/types/LICENSE"), "utf8").trim();
  const head = "Made by tests/contracts/make_schemas.mjs from the published TypeScript types of";
  writeFileSync(join(OUT, "NOTICE"), `${head}\n\n${packages.join("\n")}\n\n${licence}\n`);
}

main();
