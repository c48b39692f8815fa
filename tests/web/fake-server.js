const FAILED = { code: "storage_failed", retry: true };

/**
 * A server of `im.v1` in memory, faithful to docs/protocol.md as far as the client can tell, that tests can
 * make lose connections, acknowledgements and memory. Frames travel in the virtual clock's time.
 */
export class FakeServer {
  constructor(clock, { delay = () => 1 } = {}) {
    this.clock = clock;
    this.delay = delay;
    this.epoch = "e1";
    this.log = []; // [{position, audience, event}]
    this.conversations = new Map();
    this.sockets = new Set();
    this.frames = []; // everything clients sent
    this.up = true;
    this.refusals = []; // errors for the next sends
    this.changeRefusals = []; // and for the next edits, recalls and reactions
    this.losesAnswers = false;
    this.failsAfterStoring = false; // and says so, and that the same request may succeed later
    this.tellsLate = false; // of a change after its `done`
    this.refusedTokens = new Set();
    this.forgetsBefore = 0;
    this.room = Infinity; // conversations in `ready`
    this.files = new Map(); // uploaded, by id
    this.texts = new Map(); // as they were first sent, by sender and client_id
    const server = this;
    this.Socket = class {
      constructor(url, protocol) {
        Object.assign(this, { url, protocol, readyState: 0, user: null, inbox: [] });
        server.clock.after(server.delay(), () => server.open(this));
      }
      send(text) {
        if (this.readyState !== 1) return;
        server.clock.after(server.delay(), () => this.readyState === 1 && server.receive(this, JSON.parse(text)));
      }
      close() {
        this.readyState = 3;
        server.sockets.delete(this);
      }
    };
  }

  addConversation(id, members, fields = {}) {
    this.conversations.set(id, { id, kind: "group", title: id, members, messages: [], reads: {}, pins: [], ...fields });
  }

  /** A message stored without a client, as by somebody else. */
  post(conv, sender, text, clientId = `x-${this.log.length}`) {
    return this.store(conv, sender, clientId, text, null);
  }

  open(socket) {
    if (socket.readyState !== 0) return;
    if (!this.up) return this.cut(socket, 1006);
    socket.readyState = 1;
    this.sockets.add(socket);
    socket.onopen?.();
  }

  cut(socket, code = 1006, reason = "") {
    if (socket.readyState === 3) return;
    socket.readyState = 3;
    this.sockets.delete(socket);
    socket.onclose?.({ code, reason });
  }

  cutAll(code = 1006) {
    for (const socket of [...this.sockets]) this.cut(socket, code);
  }

  /** Frames to one socket keep their order, and get lost with it. */
  answer(socket, frame) {
    socket.inbox.push(frame);
    this.clock.after(this.delay(), () => {
      const next = socket.inbox.shift();
      if (socket.readyState === 1) socket.onmessage?.({ data: JSON.stringify(next) });
    });
  }

  get sync() {
    return `${this.epoch}.${this.log.length}`;
  }

  view(id, user) {
    const { kind, title, members, messages, reads, pins } = this.conversations.get(id);
    const read = reads[user] ?? 0;
    return {
      id,
      kind,
      title,
      role: "member",
      last_seq: messages.length,
      member_count: members.length,
      members: members.map((member) => ({ id: member, login: member, name: member.toUpperCase(), role: "member" })),
      read,
      unread: messages.filter(({ seq, sender }) => seq > read && sender !== user).length,
      pins: [...pins],
      ...(messages.length > 0 && { last: messages.at(-1) }),
    };
  }

  receive(socket, frame) {
    this.frames.push(frame);
    if (frame.t === "auth") return this.authenticate(socket, frame);
    if (frame.t === "ping") return this.answer(socket, { t: "pong", id: frame.id });
    if (frame.t === "history")
      return this.failsAfterStoring ? this.refuse(socket, frame, FAILED) : this.history(socket, frame);
    if (frame.t === "send") return this.send(socket, frame);
    if (["mark", "react", "pin", "edit", "recall", "watch"].includes(frame.t)) {
      const refusal = ["react", "edit", "recall"].includes(frame.t) && this.changeRefusals.shift();
      if (refusal) return this.refuse(socket, frame, refusal);
      if (!this.tellsLate) this[frame.t](frame, socket.user);
      if (this.failsAfterStoring) this.refuse(socket, frame, FAILED);
      else if (!this.losesAnswers) this.answer(socket, { t: "done", id: frame.id });
      if (this.tellsLate) this[frame.t](frame, socket.user);
    }
  }

  authenticate(socket, { id, token, sync }) {
    if (this.refusedTokens.has(token)) {
      this.answer(socket, { t: "error", id, code: "token_expired", message: "", hint: "", retry: false });
      this.clock.after(this.delay(), () => this.cut(socket, 3500));
      return;
    }
    const user = token.split("/")[0];
    const [epoch, position] = (sync ?? "").split(".");
    const mode = !sync
      ? "fresh"
      : epoch !== this.epoch
        ? "reset"
        : Number(position) < this.forgetsBefore
          ? "limited"
          : "resumed";
    const mine = [...this.conversations.values()].filter(({ members }) => members.includes(user));
    const views = mode === "resumed" ? [] : mine.map((conversation) => this.view(conversation.id, user));
    const start = views.length > this.room ? `${this.epoch}.0` : this.sync;
    socket.user = user;
    this.answer(socket, {
      t: "ready",
      id,
      user,
      session: "s1",
      mode,
      sync: mode === "resumed" ? sync : start,
      ...(mode !== "resumed" && { conversations: views.slice(0, this.room) }),
    });
    for (const conversation of views.slice(this.room))
      this.answer(socket, { t: "conversation", sync: start, conversation });
    if (mode === "resumed") {
      for (const entry of this.log.slice(Number(position))) {
        if (entry.audience.includes(user)) this.answer(socket, { ...entry.event, sync: this.at(entry.position) });
      }
    }
    this.answer(socket, { t: "live", sync: this.sync });
  }

  at(position) {
    return `${this.epoch}.${position}`;
  }

  history(socket, { id, conv, before, after, limit = 50 }) {
    const { messages } = this.conversations.get(conv);
    const rest =
      after !== undefined
        ? messages.filter(({ seq }) => seq > after)
        : messages.filter(({ seq }) => before === undefined || seq < before);
    const page = after !== undefined ? rest.slice(0, limit) : rest.slice(-limit);
    this.answer(socket, { t: "page", id, conv, messages: page, more: rest.length > page.length });
  }

  send(socket, { id, conv, client_id, text, attachments = [] }) {
    const refusal = this.refusals.shift();
    if (refusal) return this.refuse(socket, { id }, refusal);
    const known = this.texts.get(`${socket.user} ${client_id}`) ?? text;
    if (known !== text) return this.refuse(socket, { id }, { code: "client_id_conflict" });
    this.texts.set(`${socket.user} ${client_id}`, text);
    const { seq, ts } = this.store(conv, socket.user, client_id, text, socket, attachments);
    if (this.failsAfterStoring) this.refuse(socket, { id }, FAILED);
    else if (!this.losesAnswers) this.answer(socket, { t: "sent", id, conv, client_id, seq, ts });
  }

  refuse(socket, { id }, refusal) {
    this.answer(socket, { t: "error", id, message: refusal.code, hint: "", retry: false, ...refusal });
  }

  store(conv, sender, clientId, text, origin, attachments = []) {
    const { messages, members } = this.conversations.get(conv);
    const known = messages.find((message) => message.sender === sender && message.client_id === clientId);
    if (known) return known;
    const message = { seq: messages.length + 1, sender, client_id: clientId, ts: this.clock.now(), text };
    if (attachments.length > 0) message.attachments = attachments.map((media) => this.files.get(media));
    messages.push(message);
    this.publish({ t: "message", conv, ...message }, members, origin);
    return message;
  }

  watch() {}

  mark({ conv, read = 0, delivered = 0 }, user) {
    const { reads, members } = this.conversations.get(conv);
    reads[user] = Math.max(read, reads[user] ?? 0);
    this.publish({ t: "receipt", conv, user, read: reads[user], delivered: Math.max(read, delivered) }, members);
  }

  react({ conv, seq, emoji, on = true }, user) {
    const { messages, members } = this.conversations.get(conv);
    const { [emoji]: who = [], ...rest } = messages[seq - 1].reactions ?? {};
    const after = [...who.filter((other) => other !== user), ...(on ? [user] : [])];
    this.change(conv, seq, { reactions: after.length > 0 ? { ...rest, [emoji]: after } : rest });
    this.publish({ t: "reaction", conv, seq, user, emoji, on }, members);
  }

  pin({ conv, seq, on = true }, user) {
    const conversation = this.conversations.get(conv);
    conversation.pins = on ? [...conversation.pins, seq] : conversation.pins.filter((one) => one !== seq);
    this.publish({ t: "pinned", conv, seq, by: user, on }, conversation.members);
  }

  edit({ conv, seq, text }) {
    this.change(conv, seq, { text, edited_at: this.clock.now() });
    this.publish({ t: "edited", conv, seq, ts: this.clock.now(), text }, this.conversations.get(conv).members);
  }

  recall({ conv, seq }) {
    this.change(conv, seq, { text: "", gone: "recalled" });
    this.publish({ t: "recalled", conv, seq }, this.conversations.get(conv).members);
  }

  change(conv, seq, fields) {
    const { messages } = this.conversations.get(conv);
    messages[seq - 1] = { ...messages[seq - 1], ...fields };
  }

  publish(event, audience, origin = null) {
    const position = this.log.length + 1;
    this.log.push({ position, audience, event });
    for (const socket of this.sockets) {
      if (socket !== origin && audience.includes(socket.user)) {
        this.answer(socket, { ...event, sync: this.at(position) });
      }
    }
  }
}
