// Days, as they are stored: 31/05/2019 and 2019-05-31 are 20190531.

export function code(value) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(value);
  const parts = iso ? iso.slice(1) : local && local.slice(1).reverse();
  return parts && Number(parts[0]) * 10000 + Number(parts[1]) * 100 + Number(parts[2]);
}
