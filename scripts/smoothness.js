/**
 * How smoothly a long conversation moves, in Chromium as on a slow phone: scrolling back through it, being there while
 * very many messages arrive, opening the emoji picker, a mouse that moves over it; and an empty page, as a control.
 * `./scripts/lighthouse --smooth` prints the table.
 */

const HISTORY = 5000;
const ARRIVING = 2000;
const PER_SECOND = 50;
const PICKED = 5;
const HOVERED = 40;

/** How much slower than this machine. */
const SLOWER = 4;

const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** One turn of the wheel (px), and how long it takes (ms). */
const TURN = 400;
const TURN_MS = 40;

/** Longest that scrolling back may take (ms); how far one came is printed. */
const PATIENCE = 100_000;

/** How long the control is scrolled (ms). */
const CONTROLLED = 20_000;

/** What the browser counts of its own work. */
const COUNTED = [
  "TaskDuration",
  "ScriptDuration",
  "LayoutDuration",
  "RecalcStyleDuration",
  "LayoutCount",
  "RecalcStyleCount",
];

/** Runs in the page: notes each frame, each long task, and how many rows there are. */
function watch() {
  const rows = document.querySelector("[role=log]").getElementsByClassName("message");
  const seen = { frames: [], tasks: [], rows: 0, last: 0, on: true };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) if (seen.on) seen.tasks.push(duration);
  }).observe({ type: "longtask" });
  const frame = (time) => {
    if (!seen.on) return;
    if (seen.last) seen.frames.push(time - seen.last);
    seen.last = time;
    seen.rows = Math.max(seen.rows, rows.length);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.seen = seen;
}

/** Texts of every kind that people write. */
function textOf(number) {
  const kinds = [
    `message ${number}`,
    `message ${number} ${"and so on ".repeat(number % 9)}`,
    `message ${number}. **Well**, this is what [we](https://example.org) said: \`no build\`.`,
    `消息 ${number}，明天下午三点开会，请大家准时参加。`,
    `message ${number}, see https://example.org/path?n=${number} for all of it 👍`,
    `message ${number}\n- one\n- two\n- three`,
  ];
  return kinds[number % kinds.length];
}

/**
 * Runs in the page: says very many texts over a connection of its own, at a rate or as fast as it goes.
 * @param {{ login: string, password: string, partner: string, texts: string[], rate: number }} what
 */
async function say({ login, password, partner, texts, rate }) {
  const call = async (path, token, body) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`/api/v1/${path}`, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
    });
    return answer.json();
  };
  const { access_token: token } = await call("login", null, { login, password });
  const { users } = await call(`users?q=${partner}`, token);
  const { id: conv } = await call("conversations", token, { kind: "direct", user: users[0].id });
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws`, ["im.v1.json"]);
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  let sent = 0;
  await new Promise((resolve, reject) => {
    let timer;
    const send = () => {
      const frame = { t: "send", id: sent + 1, conv, client_id: crypto.randomUUID(), text: texts[sent] };
      sent += 1;
      socket.send(JSON.stringify(frame));
    };
    const began = performance.now();
    const keepUp = () => {
      while (sent < texts.length && sent < ((performance.now() - began) * rate) / 1000) send();
      if (sent === texts.length) clearInterval(timer);
    };
    socket.onmessage = ({ data }) => {
      const { t, id } = JSON.parse(data);
      if (t === "live" && rate) timer = setInterval(keepUp, 10);
      else if (t === "live") while (sent < Math.min(100, texts.length)) send();
      if (t === "error") reject(new Error(data));
      if (t !== "sent") return;
      if (id === texts.length) resolve(undefined);
      else if (!rate && sent < texts.length) send();
    };
    socket.send(JSON.stringify({ t: "auth", id: 0, token }));
  });
  socket.close();
  return conv;
}

async function counted(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return Object.fromEntries(
    metrics.filter(({ name }) => COUNTED.includes(name)).map(({ name, value }) => [name, value]),
  );
}

/**
 * What moved how smoothly while something was done.
 * @param {any} page
 * @param {any} cdp
 * @param {() => Promise<unknown>} act
 */
async function during(page, cdp, act) {
  await page.evaluate(watch);
  const before = await counted(cdp);
  await act();
  const after = await counted(cdp);
  const { frames, tasks, rows } = await page.evaluate(() => {
    globalThis.seen.on = false;
    return globalThis.seen;
  });
  const spent = Object.fromEntries(COUNTED.map((name) => [name, after[name] - before[name]]));
  return { frames, tasks, rows, spent };
}

/**
 * Turns a wheel, on and on, until something is so, or for as long as it may take.
 * @param {any} page
 * @param {number} longest ms
 * @param {() => Promise<boolean>} [isDone]
 */
async function turn(page, longest, isDone = async () => false) {
  const began = Date.now();
  await page.mouse.move(195, 400);
  for (let turns = 1; Date.now() - began < longest; turns += 1) {
    await Promise.all([page.mouse.wheel({ deltaY: -TURN }), new Promise((resolve) => setTimeout(resolve, TURN_MS))]);
    if (turns % 20 === 0 && (await isDone())) break;
  }
}

/** Scrolls back until the first message is there. */
async function scrollBack(page) {
  const began = Date.now();
  const first = () => page.evaluate(() => Number(document.querySelector("[data-seq]").dataset.seq));
  const from = await first();
  await turn(page, PATIENCE, async () => (await first()) === 1);
  console.log(`back: from message ${from} to ${await first()} in ${Math.round((Date.now() - began) / 1000)} s`);
}

/** @param {any} page how long the picker takes from the click until it is painted, each time */
async function pick(page) {
  const times = [];
  for (let time = 0; time < PICKED; time += 1) {
    const took = await page.evaluate(async () => {
      const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      await painted();
      const began = performance.now();
      document.querySelector(".composer [aria-label='Emoji']").click();
      while (!document.querySelector(".emoji-grid button")) await painted();
      await painted();
      return performance.now() - began;
    });
    times.push(took);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".emoji-grid"));
  }
  return times;
}

/** The mouse goes over one message after another. */
async function hover(page) {
  for (let step = 0; step < HOVERED; step += 1) {
    await page.mouse.move(120 + (step % 2), 150 + step * 14);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

/**
 * @param {any} page
 * @param {string} url
 * @param {string} password
 */
async function open(page, url, password, conv) {
  await page.goto(url);
  await page.locator("input[autocomplete=username]").fill("bob");
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.locator("button.primary").click();
  await page.waitForSelector(`nav a[href*='${conv}']`);
  await page.evaluate((id) => {
    location.hash = `#/c/${id}`;
  }, conv);
  await page.waitForSelector("[data-row]");
  await page.waitForFunction(() => {
    const toEnd = document.querySelector(".jump");
    toEnd?.click();
    const box = document.querySelector("[role=log]");
    return !toEnd && box.scrollHeight - box.scrollTop - box.clientHeight < 2;
  });
}

/**
 * What this machine and its browser make of an empty page that is scrolled alike: no page does better.
 * @param {any} browser
 */
async function control(browser) {
  const page = await browser.newPage();
  await page.setViewport(PHONE);
  await page.evaluate(
    (height) => {
      document.body.innerHTML = '<div role="log" style="height: 100vh; overflow-y: auto"><div></div></div>';
      const log = document.body.firstElementChild;
      log.firstElementChild.style.height = `${height}px`;
      log.scrollTop = height;
    },
    (CONTROLLED / TURN_MS) * TURN,
  );
  const cdp = await page.createCDPSession();
  await cdp.send("Performance.enable");
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  print("control", await during(page, cdp, () => turn(page, CONTROLLED)));
  await page.close();
}

/**
 * @param {string} name
 * @param {{ frames: number[], tasks: number[], rows: number, spent: Record<string, number> }} measured
 */
function print(name, { frames, tasks, rows, spent }) {
  const longer = (limit) => frames.filter((time) => Math.round(time) > limit).length; // three frames of 60 Hz last 50.0x ms
  const most = (times) => Math.round(Math.max(0, ...times));
  const ms = (counter) => Math.round(spent[counter] * 1000);
  const cells = [frames.length, longer(50), longer(100), most(frames), tasks.length, most(tasks), rows];
  const work = [
    ms("TaskDuration"),
    ms("ScriptDuration"),
    ms("LayoutDuration"),
    ms("RecalcStyleDuration"),
    spent.LayoutCount,
    spent.RecalcStyleCount,
  ];
  console.log(name.padEnd(10) + [...cells, ...work].map((cell) => String(cell).padStart(8)).join(""));
}

/**
 * @param {object} options
 * @param {any} options.puppeteer
 * @param {string} options.program Chromium
 * @param {string} options.url of a server on which ann and bob have accounts
 * @param {string} options.password
 * @param {string[]} [options.only] the cases; else all
 */
export async function measureSmoothness({
  puppeteer,
  program,
  url,
  password,
  only = ["control", "back", "arriving", "picker", "mouse"],
}) {
  const launch = () => puppeteer.launch({ executablePath: program, args: ["--no-sandbox"] });
  const browsers = await Promise.all([launch(), launch()]);
  try {
    const [sender, page] = await Promise.all(browsers.map((browser) => browser.newPage()));
    await sender.goto(url);
    const numbers = (first, count) => Array.from({ length: count }, (_, index) => first + index);
    const tell = (login, texts, rate = 0) =>
      sender.evaluate(say, { login, password, partner: login === "ann" ? "bob" : "ann", texts, rate });
    const texts = numbers(1, HISTORY + ARRIVING).map(textOf);
    let conv = "";
    for (let at = 0; at < HISTORY; at += 250) conv = await tell(at % 500 ? "ann" : "bob", texts.slice(at, at + 250));
    await page.setViewport(PHONE);
    const cdp = await page.createCDPSession();
    await cdp.send("Performance.enable");
    await open(page, url, password, conv);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const heads = [
      "frames",
      ">50 ms",
      ">100 ms",
      "longest",
      "tasks",
      "longest",
      "rows",
      "work",
      "script",
      "layout",
      "style",
      "layouts",
      "styles",
    ];
    console.log(" ".repeat(10) + heads.map((head) => head.padStart(8)).join(""));
    const cases = {
      picker: async () => {
        const times = await pick(page);
        console.log(`picker: ${times.map((time) => `${Math.round(time)} ms`).join(", ")}`);
      },
      arriving: () => tell("ann", texts.slice(HISTORY), PER_SECOND),
      back: () => scrollBack(page),
      mouse: () => hover(page),
    };
    if (only.includes("control")) await control(browsers[1]);
    await page.bringToFront();
    for (const [name, act] of Object.entries(cases)) {
      if (only.includes(name)) print(name, await during(page, cdp, act));
    }
  } finally {
    for (const browser of browsers) await browser.close();
  }
}
