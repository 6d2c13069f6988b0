/** That somebody wants to know how far a piece of work is. What has been missed meanwhile doesn't matter: only how it is now. */
export class ProgressWatch {
  readonly #ended: (watch: ProgressWatch) => void
  #open = true
  #heard = 0
  #wake = () => {}

  constructor(ended: (watch: ProgressWatch) => void) {
    this.#ended = ended
  }

  get open(): boolean {
    return this.#open
  }

  /** How often it was said that the work has gone on. */
  get heard(): number {
    return this.#heard
  }

  hear(): void {
    this.#heard++
    this.#wake()
  }

  /** Returns once it was said more often than so many times, or the watch has ended. */
  async heardMoreThan(count: number): Promise<void> {
    if (this.#heard > count || !this.#open) return
    await new Promise<void>((resolve) => (this.#wake = resolve))
  }

  end(): void {
    if (!this.#open) return
    this.#open = false
    this.#ended(this)
    this.#wake()
  }
}
