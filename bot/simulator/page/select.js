// Every select of Block Kit: a box to type in, a list to choose from, chips when several may be chosen.

import { debounced, fill, freshId, h, icon } from "./dom.js";
import { words } from "./mrkdwn.js";
import { float, place } from "./popup.js";
import { channelName, nameOf, state } from "./store.js";

/** One choice: {key, label, note?, group?, raw} where raw is what goes back to the app. */
const fromOption = (group) => (option) => ({
  key: option.value, label: words(option.text), note: words(option.description), group: words(group), raw: option,
});

function people() {
  return [...state.users.values()].filter((user) => !user.deleted).map((user) => ({ key: user.id, label: nameOf(user), note: user.is_bot ? "app" : "", raw: user.id }));
}

function conversations(element) {
  const { include, exclude_bot_users: noBots } = element.filter || {};
  const kind = (one) => (one.is_im ? "im" : one.is_private ? "private" : "public");
  const wanted = (one) => {
    if (one.is_archived || (include && !include.includes(kind(one)))) return false;
    return !(noBots && one.is_im && state.users.get(one.user)?.is_bot);
  };
  return state.channels.filter(wanted).map(channelChoice);
}

const channelChoice = (one) => ({ key: one.id, label: `${one.is_im ? "@" : "#"}${channelName(one)}`, raw: one.id });

const publicChannels = () => state.channels.filter((one) => !one.is_im && !one.is_private && !one.is_archived).map(channelChoice);

const KINDS = {
  static: { one: "selected_option", many: "selected_options" },
  external: { one: "selected_option", many: "selected_options" },
  users: { one: "selected_user", many: "selected_users", initial: "initial_user", initials: "initial_users" },
  conversations: { one: "selected_conversation", many: "selected_conversations", initial: "initial_conversation", initials: "initial_conversations" },
  channels: { one: "selected_channel", many: "selected_channels", initial: "initial_channel", initials: "initial_channels" },
};

export function isSelect(type) {
  return /^(multi_)?(static|external|users|conversations|channels)_select$/.test(type);
}

/** Draws a select; `changed(value)` hears Slack's state object each time the choice changes. */
export function select(element, { value, changed, search, id, describedby, labelledby, key }) {
  const many = element.type.startsWith("multi_");
  const kindName = element.type.replace("multi_", "").replace("_select", "");
  const kind = KINDS[kindName];
  let chosen = initial(element, kind, many, value);
  let shown = [];
  let active = -1;
  let closeList = null;
  let asked = "";
  const lookUpSoon = debounced(200, lookUp);
  const listId = freshId("list");
  const list = h("div", { class: "options", role: "listbox", id: listId, "aria-label": "Choices", "aria-multiselectable": many ? "true" : null });
  const chips = h("span", { class: "chips" });
  const input = h("input", {
    type: "text", class: "select-input", role: "combobox", autocomplete: "off", spellcheck: "false", id, "data-key": key,
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", "aria-describedby": describedby, "aria-labelledby": labelledby,
    "aria-label": labelledby || id ? null : words(element.placeholder) || "Choose",
    on: { input: () => open(), focus: () => input.select(), click: () => open(""), keydown: pressed, blur: () => setTimeout(settle, 120) },
  });
  const box = h("span", { class: many ? "select many" : "select" }, chips, input, icon("down"));
  dress();
  return box;

  function choices() {
    if (kindName === "users") return people();
    if (kindName === "channels") return publicChannels();
    if (kindName === "conversations") return conversations(element);
    if (element.option_groups) return element.option_groups.flatMap((group) => group.options.map(fromOption(group.label)));
    return (element.options || []).map(fromOption());
  }

  async function open(query = input.value) {
    if (kindName === "external") return ask(query);
    const typed = query.trim().toLowerCase();
    show(choices().filter((choice) => choice.label.toLowerCase().includes(typed)), typed ? "No matching choice" : "There is nothing to choose from");
  }

  function ask(query) {
    const least = element.min_query_length ?? 3;
    if (query.trim().length < least) return show([], `Type at least ${least} ${least === 1 ? "letter" : "letters"} to search`);
    asked = query;
    show([], "Searching …");
    return lookUpSoon(query);
  }

  function show(found, empty) {
    shown = found;
    active = many ? 0 : Math.max(0, found.findIndex((choice) => choice.key === chosen[0]?.key));
    let group = "";
    fill(list, found.flatMap((choice, at) => {
      const head = choice.group && choice.group !== group ? [h("div", { class: "options-group", role: "presentation" }, choice.group)] : [];
      group = choice.group;
      return [...head, optionNode(choice, at)];
    }), found.length ? null : h("div", { class: "options-empty", role: "option", "aria-disabled": "true", "aria-selected": "false" }, empty));
    if (!closeList) {
      closeList = float(list, box, { width: "anchor", closed: () => { closeList = null; input.setAttribute("aria-expanded", "false"); } });
      input.setAttribute("aria-expanded", "true");
    } else place(list, box, { width: "anchor" });
    mark();
  }

  function optionNode(choice, at) {
    const isChosen = chosen.some((one) => one.key === choice.key);
    return h("div", {
      class: "option", role: "option", id: `${listId}-${at}`, "aria-selected": String(isChosen),
      on: { pointerdown: (event) => event.preventDefault(), click: () => pick(choice), pointermove: () => { active = at; mark(); } },
    }, h("span", {}, choice.label), choice.note ? h("small", {}, choice.note) : null);
  }

  function mark() {
    list.querySelectorAll(".option").forEach((node, at) => node.classList.toggle("active", at === active));
    const node = list.querySelector(".option.active");
    if (node) {
      input.setAttribute("aria-activedescendant", node.id);
      node.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function pick(choice) {
    if (many) {
      const had = chosen.some((one) => one.key === choice.key);
      if (!had && element.max_selected_items && chosen.length >= element.max_selected_items) return;
      chosen = had ? chosen.filter((one) => one.key !== choice.key) : [...chosen, choice];
    } else chosen = [choice];
    input.value = "";
    closeList?.();
    dress();
    input.focus();
    report();
  }

  function report() {
    const raws = chosen.map((choice) => choice.raw);
    changed(many ? { type: element.type, [kind.many]: raws } : { type: element.type, [kind.one]: raws[0] ?? null });
  }

  function dress() {
    const hint = words(element.placeholder) || "Choose …";
    if (many) fill(chips, chosen.map(chip));
    input.placeholder = many && chosen.length ? "" : hint;
    if (!many) input.value = chosen[0] ? chosen[0].label : "";
  }

  function chip(choice) {
    return h("span", { class: "chip" }, choice.label, h("button", {
      type: "button", "aria-label": `Remove ${choice.label}`,
      on: { click: () => { chosen = chosen.filter((one) => one !== choice); dress(); input.focus(); report(); } },
    }, icon("close")));
  }

  // Left with half a word typed: what was chosen before stands.
  function settle() {
    if (document.activeElement === input) return;
    closeList?.();
    dress();
    if (many) input.value = "";
  }

  function pressed(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!closeList) return void open("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      active = (active + step + shown.length) % Math.max(1, shown.length);
      mark();
    } else if (event.key === "Enter" && closeList) {
      event.preventDefault();
      event.stopPropagation();
      if (shown[active]) pick(shown[active]);
    } else if (event.key === "Escape" && closeList) {
      event.preventDefault();
      event.stopPropagation();
      closeList();
      dress();
    } else if (event.key === "Backspace" && many && !input.value && chosen.length) {
      chosen = chosen.slice(0, -1);
      dress();
      report();
    }
  }

  async function lookUp(query) {
    const answer = await search(query);
    if (!closeList || asked !== query) return;
    const groups = answer.option_groups?.length ? answer.option_groups : [{ options: answer.options || [] }];
    show(groups.flatMap((group) => group.options.map(fromOption(group.label))), answer.error || "No results");
  }
}

function initial(element, kind, many, value) {
  const given = value ? value[many ? kind.many : kind.one] : many ? element[kind.initials || "initial_options"] : element[kind.initial || "initial_option"];
  const list = many ? given || [] : given ? [given] : [];
  return list.map((raw) => (typeof raw === "string" ? { key: raw, label: labelOf(raw), raw } : fromOption()(raw)));
}

function labelOf(id) {
  const one = state.channels.find((each) => each.id === id);
  return one ? channelChoice(one).label : nameOf(id);
}
