// Makes a picture of a page small: it keeps 256 of its colours, and each other becomes the nearest of them.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Writes a PNG of 8 bits for each channel again, with a palette. @param {Buffer} png @returns {Buffer} */
export function shrinkPng(png) {
  const { width, height, channels, pixels } = readPng(png)
  const { palette, indices } = reduceColours(pixels, channels)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits, indexed.
  header.set([8, 3, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height)
  for (let row = 0; row < height; row++)
    rows.set(indices.subarray(row * width, (row + 1) * width), row * (width + 1) + 1)
  const chunks = [
    writeChunk('IHDR', header),
    writeChunk('PLTE', Buffer.from(palette.flat())),
    writeChunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    writeChunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([SIGNATURE, ...chunks])
}

/** @param {Buffer} png */
function readPng(png) {
  const parts = []
  let [width, height, channels] = [0, 0, 0]
  for (let place = 8; place < png.length; ) {
    const length = png.readUInt32BE(place)
    const type = png.toString('latin1', place + 4, place + 8)
    const content = png.subarray(place + 8, place + 8 + length)
    if (type === 'IHDR') {
      width = content.readUInt32BE(0)
      height = content.readUInt32BE(4)
      channels = content[9] === 6 ? 4 : 3
    } else if (type === 'IDAT') parts.push(content)
    place += length + 12
  }
  return { width, height, channels, pixels: undoFilters(inflateSync(Buffer.concat(parts)), width * channels, channels) }
}

/** Takes back the filter of each row (PNG, section 9). @param {Buffer} data @param {number} length @param {number} channels */
function undoFilters(data, length, channels) {
  const rows = data.length / (length + 1)
  const pixels = new Uint8Array(rows * length)
  for (let row = 0; row < rows; row++) {
    const filter = data[row * (length + 1)]
    for (let column = 0; column < length; column++) {
      const place = row * length + column
      const left = column < channels ? 0 : (pixels[place - channels] ?? 0)
      const above = row === 0 ? 0 : (pixels[place - length] ?? 0)
      const corner = row === 0 || column < channels ? 0 : (pixels[place - length - channels] ?? 0)
      const guess = [0, left, above, (left + above) >> 1, choosePaeth(left, above, corner)][filter ?? 0] ?? 0
      pixels[place] = (data[row * (length + 1) + 1 + column] ?? 0) + guess
    }
  }
  return pixels
}

/** @param {number} left @param {number} above @param {number} corner */
function choosePaeth(left, above, corner) {
  const [toLeft, toAbove, toCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ]
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** Some colours of a picture, and for each pixel the nearest of them. @param {Uint8Array} pixels @param {number} channels */
function reduceColours(pixels, channels) {
  /** @type {Map<number, number>} */
  const counts = new Map()
  const colours = new Uint32Array(pixels.length / channels)
  for (let index = 0; index < colours.length; index++) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(index * channels, index * channels + 3)
    const colour = (red << 16) | (green << 8) | blue
    colours[index] = colour
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = chooseColours(counts).map(split)
  const places = new Map([...counts.keys()].map((colour) => [colour, findNearest(split(colour), palette)]))
  return { palette, indices: Uint8Array.from(colours, (colour) => places.get(colour) ?? 0) }
}

/** Colours that are kept exactly: those of surfaces. */
const EXACT = 64

/** The commonest colours, then the commonest of each kind: what is rare, such as a mark in red, is kept too. @param {Map<number, number>} counts */
function chooseColours(counts) {
  const sorted = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour)
  const kinds = new Map([...sorted].reverse().map((colour) => [colour & 0xf0f0f0, colour]))
  const rest = sorted.filter((colour, index) => index >= EXACT && kinds.get(colour & 0xf0f0f0) === colour)
  return [...sorted.slice(0, EXACT), ...rest].slice(0, 256)
}

/** @param {number} colour @returns {[number, number, number]} */
function split(colour) {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}

/** @param {readonly number[]} colour @param {readonly (readonly number[])[]} palette */
function findNearest(colour, palette) {
  const distances = palette.map((other) =>
    other.reduce((sum, value, index) => sum + (value - (colour[index] ?? 0)) ** 2, 0),
  )
  return distances.indexOf(Math.min(...distances))
}

/** @param {string} type @param {Buffer} content */
function writeChunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
