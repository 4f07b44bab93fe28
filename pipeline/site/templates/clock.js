// Two clocks with one face: of a recording, and of captions that play alone.

class OwnClock {
  constructor(duration) {
    this.duration = duration;
    this.base = 0;
    this.since = null;
    this.speed = 1;
    this.changed = () => {};
  }
  get time() {
    const passed = this.since === null ? 0 : (performance.now() - this.since) * this.speed;
    return Math.min(this.base + passed, this.duration);
  }
  set time(ms) {
    this.base = ms;
    if (this.since !== null) this.since = performance.now();
  }
  get rate() { return this.speed; }
  set rate(speed) {
    this.time = this.time;
    this.speed = speed;
  }
  get playing() { return this.since !== null; }
  play() {
    if (this.time >= this.duration) this.base = 0;
    this.since = performance.now();
    this.changed();
  }
  pause() {
    this.base = this.time;
    this.since = null;
    this.changed();
  }
}

class MediaClock {
  constructor(media, duration) {
    this.media = media;
    this.stated = duration;
    this.changed = () => {};
    for (const name of ["play", "pause", "ended", "seeked", "durationchange"]) {
      media.addEventListener(name, () => this.changed());
    }
  }
  get duration() {
    const seconds = this.media.duration;
    return Number.isFinite(seconds) ? Math.round(seconds * 1000) : this.stated;
  }
  get time() { return this.media.currentTime * 1000; }
  set time(ms) { this.media.currentTime = ms / 1000; }
  get rate() { return this.media.playbackRate; }
  set rate(speed) { this.media.playbackRate = speed; }
  get playing() { return !this.media.paused && !this.media.ended; }
  play() { this.media.play().catch(() => this.changed()); }
  pause() { this.media.pause(); }
}

// Index of the last item that has begun at `ms`, or -1; items are in order of time.
function lastBegun(items, ms, start = (item) => item[0]) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start(items[middle]) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
