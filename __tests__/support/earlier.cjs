/* A clock that is slow by DAYS_AGO days. */
const RealDate = Date;
const offset = Number(process.env.DAYS_AGO ?? 0) * 86_400_000;

globalThis.Date = class extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() - offset);
    else super(...values);
  }

  static now() {
    return RealDate.now() - offset;
  }
};
