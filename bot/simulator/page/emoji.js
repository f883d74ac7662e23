// Emoji by their Slack names: the common ones, drawn by the system's own font.

const TABLE = `
+1:👍 thumbsup:👍 -1:👎 thumbsdown:👎 ok_hand:👌 clap:👏 raised_hands:🙌 pray:🙏 wave:👋 muscle:💪 point_right:👉 point_left:👈
point_up:☝️ point_down:👇 point_up_2:👆 handshake:🤝 writing_hand:✍️ raised_hand:✋ hand:✋ fist:✊ v:✌️ crossed_fingers:🤞 eyes:👀 brain:🧠
smile:😄 smiley:😃 grinning:😀 grin:😁 joy:😂 sweat_smile:😅 laughing:😆 slightly_smiling_face:🙂 simple_smile:🙂 wink:😉 blush:😊
relaxed:☺️ relieved:😌 heart_eyes:😍 star-struck:🤩 sunglasses:😎 thinking_face:🤔 neutral_face:😐 expressionless:😑 no_mouth:😶
face_with_rolling_eyes:🙄 smirk:😏 disappointed:😞 worried:😟 confused:😕 cry:😢 sob:😭 tired_face:😫 weary:😩 angry:😠 rage:😡
open_mouth:😮 astonished:😲 flushed:😳 scream:😱 sleeping:😴 zzz:💤 nerd_face:🤓 partying_face:🥳 hugging_face:🤗 saluting_face:🫡
melting_face:🫠 shrug:🤷 facepalm:🤦 skull:💀 robot_face:🤖 ghost:👻 tada:🎉 confetti_ball:🎊 balloon:🎈 gift:🎁 birthday:🎂 cake:🍰
trophy:🏆 medal:🏅 first_place_medal:🥇 second_place_medal:🥈 third_place_medal:🥉 sports_medal:🏅 crown:👑 gem:💎 star:⭐ star2:🌟
sparkles:✨ dizzy:💫 stars:🌠 milky_way:🌌 rainbow:🌈 sunny:☀️ sunrise:🌅 sun_with_face:🌞 partly_sunny:⛅ cloud:☁️ rain_cloud:🌧️
snowflake:❄️ zap:⚡ fire:🔥 boom:💥 ocean:🌊 droplet:💧 seedling:🌱 herb:🌿 evergreen_tree:🌲 deciduous_tree:🌳 four_leaf_clover:🍀
maple_leaf:🍁 sunflower:🌻 tulip:🌷 heart:❤️ orange_heart:🧡 yellow_heart:💛 green_heart:💚 blue_heart:💙 purple_heart:💜 black_heart:🖤
white_heart:🤍 broken_heart:💔 sparkling_heart:💖 100:💯 rocket:🚀 airplane:✈️ ship:🚢 anchor:⚓ boat:⛵ sailboat:⛵ compass:🧭 world_map:🗺️
telescope:🔭 microscope:🔬 dart:🎯 bulb:💡 mag:🔍 mag_right:🔎 wrench:🔧 hammer:🔨 hammer_and_wrench:🛠️ gear:⚙️ nut_and_bolt:🔩
toolbox:🧰 broom:🧹 package:📦 key:🔑 lock:🔒 unlock:🔓 bell:🔔 no_bell:🔕 mega:📣 loudspeaker:📢 speech_balloon:💬 thought_balloon:💭
calendar:📅 date:📅 spiral_calendar_pad:🗓️ clock9:🕘 alarm_clock:⏰ stopwatch:⏱️ hourglass:⌛ hourglass_flowing_sand:⏳ watch:⌚
chart_with_upwards_trend:📈 chart_with_downwards_trend:📉 bar_chart:📊 clipboard:📋 memo:📝 pencil:📝 pencil2:✏️ notebook:📓 book:📖
books:📚 bookmark:🔖 pushpin:📌 round_pushpin:📍 paperclip:📎 link:🔗 scroll:📜 page_facing_up:📄 newspaper:📰 email:📧 envelope:✉️
inbox_tray:📥 outbox_tray:📤 computer:💻 iphone:📱 camera:📷 floppy_disk:💾 battery:🔋 electric_plug:🔌 money_with_wings:💸 moneybag:💰
white_check_mark:✅ heavy_check_mark:✔️ ballot_box_with_check:☑️ x:❌ negative_squared_cross_mark:❎ heavy_plus_sign:➕ heavy_minus_sign:➖
warning:⚠️ no_entry:⛔ no_entry_sign:🚫 octagonal_sign:🛑 rotating_light:🚨 construction:🚧 question:❓ grey_question:❔ exclamation:❗
grey_exclamation:❕ bangbang:‼️ information_source:ℹ️ recycle:♻️ arrows_counterclockwise:🔄 repeat:🔁 arrow_right:➡️ arrow_left:⬅️
arrow_up:⬆️ arrow_down:⬇️ arrow_upper_right:↗️ arrow_lower_right:↘️ left_right_arrow:↔️ arrow_up_small:🔼 arrow_down_small:🔽
fast_forward:⏩ rewind:⏪ double_vertical_bar:⏸️ black_square_for_stop:⏹️ red_circle:🔴 large_orange_circle:🟠 large_yellow_circle:🟡
large_green_circle:🟢 large_blue_circle:🔵 large_purple_circle:🟣 white_circle:⚪ black_circle:⚫ large_red_square:🟥 large_green_square:🟩
large_yellow_square:🟨 large_blue_square:🟦 white_large_square:⬜ black_large_square:⬛ small_blue_diamond:🔹 small_orange_diamond:🔸
small_red_triangle:🔺 small_red_triangle_down:🔻 one:1️⃣ two:2️⃣ three:3️⃣ four:4️⃣ five:5️⃣ checkered_flag:🏁 triangular_flag_on_post:🚩
flag-white:🏳️ coffee:☕ tea:🍵 beer:🍺 beers:🍻 clinking_glasses:🥂 champagne:🍾 pizza:🍕 cookie:🍪 doughnut:🍩 apple:🍎 lemon:🍋
carrot:🥕 hot_pepper:🌶️ dog:🐶 cat:🐱 owl:🦉 bear:🐻 turtle:🐢 snail:🐌 bug:🐛 bee:🐝 butterfly:🦋 unicorn_face:🦄 whale:🐳 octopus:🐙
hatching_chick:🐣 bird:🐦 eagle:🦅 feet:🐾 video_game:🎮 musical_note:🎵 guitar:🎸 art:🎨 jigsaw:🧩 chess_pawn:♟️ soccer:⚽ bike:🚲
running:🏃 walking:🚶 man-running:🏃 dancer:💃 busts_in_silhouette:👥 bust_in_silhouette:👤 office:🏢 house:🏠 factory:🏭 mountain:⛰️
north_star:🌟 polar_bear:🐻‍❄️ label:🏷️ ticket:🎫 mailbox:📫 lab_coat:🥼 test_tube:🧪 ladder:🪜 magnet:🧲 scales:⚖️ shield:🛡️`;

const EMOJI = new Map(
  TABLE.trim().split(/\s+/).map((entry) => {
    const cut = entry.lastIndexOf(":");
    return [entry.slice(0, cut), entry.slice(cut + 1)];
  }),
);

export const emojiNames = () => [...EMOJI.keys()];

/** The names offered first when reacting. */
export const OFTEN = ["+1", "tada", "heart", "eyes", "clap", "raised_hands", "rocket", "white_check_mark", "fire", "100", "pray", "star",
  "muscle", "thinking_face", "bulb", "chart_with_upwards_trend", "joy", "wave", "trophy", "warning", "question"];

// Plainer signs that nearly every font has, for machines without an emoji font.
const PLAINER = { star: "★", star2: "★", north_star: "★", sparkles: "✦", white_check_mark: "✔", x: "✘", heavy_plus_sign: "+", heavy_minus_sign: "−",
  question: "?", exclamation: "!", zap: "⚡", clock9: "◷", calendar: "▦", memo: "✎", arrow_up_small: "▲", arrow_down_small: "▼", pushpin: "⚑" };

let canvas = null;
const drawn = new Map();

/** Whether the fonts here hold this emoji: a machine without an emoji font would show an empty box. */
function drawable(character) {
  if (!drawn.has(character)) drawn.set(character, picture(character) !== picture("\u{10FFFD}"));
  return drawn.get(character);
}

function picture(text) {
  canvas ||= Object.assign(document.createElement("canvas"), { width: 24, height: 24 }).getContext("2d", { willReadFrequently: true });
  canvas.clearRect(0, 0, 24, 24);
  canvas.font = "16px sans-serif";
  canvas.fillText(text.replaceAll("\uFE0F", ""), 2, 18);
  return canvas.getImageData(0, 0, 24, 24).data.join();
}

/** A span for `:name:`, or null when the name is not known here. */
export function emoji(name) {
  const plainName = name.split("::")[0];
  const character = EMOJI.get(plainName);
  if (!character) return null;
  const span = document.createElement("span");
  span.title = `:${plainName}:`;
  span.setAttribute("role", "img");
  span.setAttribute("aria-label", `${plainName.replaceAll(/[_-]/g, " ").trim()} emoji`);
  const shown = drawable(character) ? character : PLAINER[plainName];
  span.className = shown ? "emoji" : "emoji-name";
  span.textContent = shown || plainName;
  return span;
}

/** The same as characters, for places that hold text alone (placeholders, option lists). */
export function emojiText(text) {
  return text.replace(/:([\w+-]+):(?::skin-tone-\d:)?/g, (whole, name) => {
    const character = EMOJI.get(name);
    return character && drawable(character) ? character : PLAINER[name] || whole;
  });
}
