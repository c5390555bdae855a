// Unpacks a WOFF2 font (https://www.w3.org/TR/WOFF2/) into the plain TrueType form, for programs that are no browsers.
// Only the default instance of a variable font is kept.
import { brotliDecompressSync } from "node:zlib";

const TAGS =
  "cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill"
    .split(" ").map((tag) => tag.replace("_", " "));
/** What only says how the font varies. */
const VARIATIONS = ["avar", "cvar", "fvar", "gvar", "HVAR", "MVAR", "STAT", "VVAR"];

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  byte() {
    return this.bytes[this.at++];
  }
  u16() {
    return this.take(2).readUInt16BE();
  }
  i16() {
    return this.take(2).readInt16BE();
  }
  u32() {
    return this.take(4).readUInt32BE();
  }
  /** UIntBase128. */
  base128() {
    let value = 0;
    for (;;) {
      const byte = this.byte();
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  }
  /** 255UInt16. */
  short255() {
    const code = this.byte();
    if (code === 253) return this.u16();
    if (code === 254) return this.byte() + 506;
    return code === 255 ? this.byte() + 253 : code;
  }
}

/** The font as TrueType. */
export function unpack(file) {
  const tables = read(file);
  const [head, hhea, maxp] = ["head", "hhea", "maxp"].map((tag) => tables.get(tag).data);
  const glyphs = outlines(tables.get("glyf").data, maxp.readUInt16BE(4));
  const plain = new Map([...tables].filter(([tag]) => !VARIATIONS.includes(tag)).map(([tag, { data }]) => [tag, data]));
  plain.set("glyf", glyphs.glyf);
  plain.set("loca", glyphs.loca);
  if (tables.get("hmtx").transformed) plain.set("hmtx", metrics(tables.get("hmtx").data, hhea.readUInt16BE(34), glyphs.left));
  const longPlaces = Buffer.from(head);
  longPlaces.writeInt16BE(1, 50);
  plain.set("head", longPlaces);
  return assemble(plain);
}

/** The tables as they are stored, by tag. */
function read(file) {
  const reader = new Reader(file);
  if (reader.take(4).toString("latin1") !== "wOF2") throw new Error("not a WOFF2 font");
  reader.take(8);
  const count = reader.u16();
  reader.take(6);
  const packed = reader.u32();
  reader.take(24);
  const entries = Array.from({ length: count }, () => {
    const flags = reader.byte();
    const tag = (flags & 63) === 63 ? reader.take(4).toString("latin1") : TAGS[flags & 63];
    const version = flags >> 6;
    const transformed = ["glyf", "loca"].includes(tag) ? version === 0 : version !== 0;
    const original = reader.base128();
    return { tag, transformed, length: transformed ? reader.base128() : original };
  });
  const data = new Reader(brotliDecompressSync(reader.take(packed)));
  const tables = new Map(entries.map(({ tag, transformed, length }) => [tag, { transformed, data: data.take(length) }]));
  if (!tables.get("glyf")?.transformed) throw new Error("the font has no packed outlines");
  return tables;
}

/** Outlines, where each begins, and the left edge of each. */
function outlines(data, count) {
  const header = new Reader(data);
  header.take(8);
  const sizes = Array.from({ length: 7 }, () => header.u32());
  const [contours, points, flags, triplets, composites, boxes, code] = sizes.map((size) => new Reader(header.take(size)));
  const given = boxes.take(4 * Math.floor((count + 31) / 32));
  const parts = [];
  const left = [];
  const loca = Buffer.alloc((count + 1) * 4);
  let place = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    const number = contours.i16();
    const box = (given[glyph >> 3] >> (7 - (glyph & 7))) & 1 ? Array.from({ length: 4 }, () => boxes.i16()) : null;
    let whole = Buffer.alloc(0);
    if (number > 0) whole = simple(number, box, points, flags, triplets, code);
    else if (number < 0) whole = composite(box, composites, triplets, code);
    left.push(whole.length ? whole.readInt16BE(2) : 0);
    const padded = Buffer.concat([whole, Buffer.alloc(-whole.length & 3)]);
    parts.push(padded);
    place += padded.length;
    loca.writeUInt32BE(place, (glyph + 1) * 4);
  }
  return { glyf: Buffer.concat(parts), loca, left };
}

function simple(number, box, points, flags, triplets, code) {
  const ends = [];
  for (let i = 0; i < number; i++) ends.push((ends.at(-1) ?? -1) + points.short255());
  const onCurve = [];
  const steps = [];
  for (let i = 0; i <= ends.at(-1); i++) {
    const flag = flags.byte();
    onCurve.push(flag < 128 ? 1 : 0);
    steps.push(step(flag & 127, triplets));
  }
  const program = code.take(triplets.short255());
  const bounds = box ?? around(steps);
  return Buffer.concat([
    shorts([number, ...bounds, ...ends]),
    shorts([program.length]),
    program,
    Buffer.from(onCurve),
    shorts(steps.map(([x]) => x)),
    shorts(steps.map(([, y]) => y)),
  ]);
}

/** One step from point to point. */
function step(flag, triplets) {
  const sign = (bit, value) => (bit & 1 ? value : -value);
  const next = () => triplets.byte();
  if (flag < 10) return [0, sign(flag, ((flag & 14) << 7) + next())];
  if (flag < 20) return [sign(flag, (((flag - 10) & 14) << 7) + next()), 0];
  if (flag < 84) {
    const [low, byte] = [flag - 20, next()];
    return [sign(flag, 1 + (low & 0x30) + (byte >> 4)), sign(flag >> 1, 1 + ((low & 0x0c) << 2) + (byte & 15))];
  }
  if (flag < 120) {
    const low = flag - 84;
    const x = sign(flag, 1 + (Math.floor(low / 12) << 8) + next());
    return [x, sign(flag >> 1, 1 + ((low % 12 >> 2) << 8) + next())];
  }
  if (flag < 124) {
    const [a, b, c] = [next(), next(), next()];
    return [sign(flag, (a << 4) + (b >> 4)), sign(flag >> 1, ((b & 15) << 8) + c)];
  }
  const [a, b, c, d] = [next(), next(), next(), next()];
  return [sign(flag, (a << 8) + b), sign(flag >> 1, (c << 8) + d)];
}

function around(steps) {
  let [x, y] = [0, 0];
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [dx, dy] of steps) {
    [x, y] = [x + dx, y + dy];
    [bounds[0], bounds[1]] = [Math.min(bounds[0], x), Math.min(bounds[1], y)];
    [bounds[2], bounds[3]] = [Math.max(bounds[2], x), Math.max(bounds[3], y)];
  }
  return bounds;
}

function composite(box, composites, triplets, code) {
  const start = composites.at;
  let flags;
  do {
    flags = composites.u16();
    const scale = flags & 0x80 ? 8 : flags & 0x40 ? 4 : flags & 0x08 ? 2 : 0;
    composites.take(2 + (flags & 1 ? 4 : 2) + scale);
  } while (flags & 0x20);
  const parts = [shorts([-1, ...box]), composites.bytes.subarray(start, composites.at)];
  if (flags & 0x100) {
    const program = code.take(triplets.short255());
    parts.push(shorts([program.length]), program);
  }
  return Buffer.concat(parts);
}

/** Widths, with the left edges that the packed form leaves out. */
function metrics(data, count, left) {
  const reader = new Reader(data);
  const flags = reader.byte();
  const widths = Array.from({ length: count }, () => reader.u16());
  const ofProportional = left.slice(0, count).map((edge) => (flags & 1 ? edge : reader.i16()));
  const ofOthers = left.slice(count).map((edge) => (flags & 2 ? edge : reader.i16()));
  return Buffer.concat([shorts(widths.flatMap((width, i) => [width, ofProportional[i]])), shorts(ofOthers)]);
}

function shorts(values) {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => bytes.writeUInt16BE(value & 0xffff, i * 2));
  return bytes;
}

function assemble(tables) {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(sorted.length));
  const head = Buffer.alloc(12 + 16 * sorted.length);
  head.writeUInt32BE(0x00010000, 0);
  [sorted.length, power * 16, Math.log2(power), (sorted.length - power) * 16].forEach((value, i) => head.writeUInt16BE(value, 4 + i * 2));
  let place = head.length;
  const bodies = sorted.map(([tag, data], i) => {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    head.write(tag, 12 + 16 * i, "latin1");
    let sum = 0;
    for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
    [sum, place, data.length].forEach((value, n) => head.writeUInt32BE(value, 16 + 16 * i + n * 4));
    place += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...bodies]);
}
