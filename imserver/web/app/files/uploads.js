import { asImError } from "../../client/errors.js";
import { MAX_FILES } from "../../client/wire.js";
import { attachedFile } from "../state/attachments.js";

/** @typedef {import("../state/attachments.js").AttachedFile} AttachedFile */

/**
 * Where files go.
 * @typedef {{ attachments: import("../state/attachments.js").Attachments, api: import("../../client/api.js").Api, conv: string }} Place
 */

/** @typedef {{ used: number, quota: number, max_file: number }} Room */

/** How often the share that is uploaded is told: in so many steps. */
const STEPS = 50;

/** One after the other: a phone's connection is one, and the first file should be there soon. */
let line = Promise.resolve();

/**
 * Upload files, and have them go along with what is being written. Those that can't be taken say why at once.
 * @param {Place} place
 * @param {readonly File[]} files
 */
export async function upload(place, files) {
  const room = await place.api.room().catch(() => null);
  const present = place.attachments.of(place.conv).peek();
  let count = present.filter(({ error }) => !error).length;
  let used = (room?.used ?? 0) + present.reduce((sum, file) => sum + (file.error || file.stored ? 0 : file.size), 0);
  const added = files.map((content) => {
    const { name, size, type } = content;
    const found = uploadObstacle(content, count, room, used);
    if (found) return attachedFile({ name, size, type, error: { message: "", hint: "", ...found } });
    count += 1;
    used += size;
    return attachedFile({ name, size, type, content });
  });
  place.attachments.set(place.conv, [...present, ...added]);
  for (const file of added) if (!file.error) enqueue(place, file);
}

/**
 * Why a file can't go along, as far as that is known before it is uploaded.
 * @param {File} file
 * @param {number} count of files that go along already
 * @param {Room | null} room
 * @param {number} used bytes of one's files
 * @returns {{ code: string, limit?: number } | null} `limit`: bytes that it may have
 */
export function uploadObstacle({ size }, count, room, used) {
  if (size === 0) return { code: "empty" };
  if (count >= MAX_FILES) return { code: "too_many_files" };
  if (room && size > room.max_file) return { code: "too_large", limit: room.max_file };
  if (!room?.quota || used + size <= room.quota) return null;
  return { code: "quota_full", limit: Math.max(0, room.quota - used) };
}

/**
 * Try again what didn't arrive.
 * @param {Place} place
 * @param {AttachedFile} file
 */
export function retry(place, file) {
  const fresh = { ...file, error: null, share: 0 };
  change(place, file.key, fresh);
  enqueue(place, fresh);
}

/**
 * @param {Place} place
 * @param {AttachedFile} file
 */
export function remove({ attachments, conv }, file) {
  file.control.abort();
  attachments.set(
    conv,
    attachments
      .of(conv)
      .peek()
      .filter(({ key }) => key !== file.key),
  );
}

/**
 * @param {Place} place
 * @param {AttachedFile} file
 */
function enqueue(place, file) {
  line = line.then(() => send(place, file));
}

/**
 * @param {Place} place
 * @param {AttachedFile} file
 */
async function send(place, { key, name, content, control }) {
  if (!content || control.signal.aborted) return;
  let told = 0;
  /** @param {number} share */
  const progress = (share) => {
    if (Math.floor(share * STEPS) === told) return;
    told = Math.floor(share * STEPS);
    change(place, key, { share });
  };
  try {
    const stored = await place.api.upload(place.conv, content, name, { progress, signal: control.signal });
    change(place, key, { stored, share: 1 });
  } catch (thrown) {
    const error = asImError(thrown);
    if (error.code !== "aborted") change(place, key, { error });
  }
}

/**
 * @param {Place} place
 * @param {number} key
 * @param {Partial<AttachedFile>} fields
 */
function change({ attachments, conv }, key, fields) {
  const files = attachments.of(conv).peek();
  if (!files.some((file) => file.key === key)) return;
  attachments.set(
    conv,
    files.map((file) => (file.key === key ? { ...file, ...fields } : file)),
  );
}
