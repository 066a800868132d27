/** A tun driver as the model must know it. Before a plan begins there is no device, and no file is open. */
export interface TunConfig {
  /** How many files a plan may open: their numbers are below. */
  readonly files: number
  /** `txqueuelen` of a new device. */
  readonly queueLength: number
  /** What TUNGETFEATURES returns. */
  readonly features: number
  /** The bits that TUNSETOFFLOAD knows. */
  readonly offloads: number
}
