// Which part of the world a map shows.

/** West, south, east and north of the countries in `ids` and of the `places` (longitude, latitude), in degrees. */
export function bounds(world, ids, places) {
  const boxes = world.features.filter((one) => ids.has(one.properties.id)).map((one) => mainland(one.geometry));
  for (const [x, y] of places) boxes.push([x, y, x, y]);
  if (boxes.length === 0) return [-180, -56, 180, 84];
  const box = boxes.reduce(union);
  // Not closer than a part of a continent, so that one can tell where it is.
  const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const half = [Math.max((box[2] - box[0]) * 0.56, 9), Math.max((box[3] - box[1]) * 0.56, 6)];
  return [
    Math.max(-180, middle[0] - half[0]), Math.max(-58, middle[1] - half[1]),
    Math.min(180, middle[0] + half[0]), Math.min(84, middle[1] + half[1]),
  ];
}

/** The box of the largest outline of a country: France is in Europe. */
function mainland({ type, coordinates }) {
  const outlines = type === "MultiPolygon" ? coordinates.map(([outer]) => outer) : [coordinates[0]];
  const boxes = outlines.map((outline) => outline.map(([x, y]) => [x, y, x, y]).reduce(union));
  const size = (box) => (box[2] - box[0]) * (box[3] - box[1]);
  return boxes.reduce((best, box) => (size(box) > size(best) ? box : best));
}

const union = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
