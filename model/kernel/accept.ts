import { type Action, isStimulus, type Machine, type Refusal, type Step } from './machine.ts'

/** A refusal and the place in the log where it shows. */
export interface Finding {
  readonly refusal: Refusal
  /** Index of the entry whose deadline could not be met. */
  readonly at: number
}

/** What a log was found to be. */
export type Verdict<State> =
  | { readonly kind: 'accepted'; readonly state: State; readonly warnings: readonly Finding[] }
  | ({ readonly kind: 'refused' } & Finding)
  | { readonly kind: 'inconclusive'; readonly because: string }

/** One way of explaining the log so far: a state, and how many observations of each lane it has taken. */
interface Node<State> {
  readonly state: State
  readonly taken: ReadonlyMap<string, number>
  readonly warnings: readonly Finding[]
}

/** An observation that waits in its lane, with its place in the log. */
interface Waiting<Act> {
  readonly act: Act
  readonly at: number
}

/** The observations up to the next rest, by lane: what happened before that rest is all that may run ahead of the log. */
interface Segment<Act> {
  readonly lanes: ReadonlyMap<string, readonly Waiting<Act>[]>
  readonly late: ReadonlySet<string>
  /** The lanes that are not late, in the order in which they are tried. */
  readonly eager: readonly string[]
  /** The lane of each observation, by its place in the log. */
  readonly names: ReadonlyMap<number, string>
}

class TooMany extends Error {}

/** How many observations a node has taken since the last rest. */
const taken = <State>(node: Node<State>): number => [...node.taken.values()].reduce((sum, count) => sum + count, 0)

/**
 * Whether a machine allows a log: everything that was done and seen, in the harness's order, ending with a rest.
 *
 * A stimulus's place is a lower bound of when it took effect, an observation's place only a deadline. Queue observations are
 * taken as early as `step` allows, hidden actions as late as possible: only when something due cannot be explained without
 * one, or before a stimulus that ends what can be observed. Late lanes move when due. This is exact while the hidden actions form one chain and the other guards are monotone
 * (see `laws`); where chains are independent the front branches, and beyond `bound` nodes the verdict is inconclusive.
 */
export function accept<Config, State, Act extends Action>(
  machine: Machine<Config, State, Act>,
  state: State,
  log: readonly Act[],
  bound = 64,
): Verdict<State> {
  const acceptor = new Acceptor(machine, state, log, bound)
  try {
    const refused = acceptor.run(() => undefined)
    return refused === undefined ? acceptor.verdict() : { kind: 'refused', ...refused }
  } catch (error) {
    if (error instanceof TooMany) return { kind: 'inconclusive', because: error.message }
    throw error
  }
}

/** Every refusal in a log: the machine's `effect` carries on past each, so that one defect does not hide the next. */
export function survey<Config, State, Act extends Action>(
  machine: Machine<Config, State, Act>,
  state: State,
  log: readonly Act[],
  bound = 64,
): readonly Finding[] {
  const findings: Finding[] = []
  const acceptor = new Acceptor(machine, state, log, bound)
  try {
    acceptor.run((finding) => findings.push(finding))
  } catch (error) {
    if (!(error instanceof TooMany)) throw error
  }
  return findings
}

class Acceptor<Config, State, Act extends Action> {
  private front: readonly Node<State>[]
  /** Nodes from which nothing more can be taken: most stimuli find the front closed already. */
  private closed = new WeakSet<Node<State>>()
  private segment: Segment<Act> = { lanes: new Map(), late: new Set(), eager: [], names: new Map() }
  /** The last attempt: what is found possible is taken next. */
  private last: { readonly state: State; readonly act: Act; readonly step: Step<State> } | undefined

  constructor(
    private readonly machine: Machine<Config, State, Act>,
    state: State,
    private readonly log: readonly Act[],
    private readonly bound: number,
  ) {
    if (log.at(-1)?.kind !== 'device.rests') throw new Error('fault: a log ends with device.rests')
    this.front = [{ state, taken: new Map(), warnings: [] }]
  }

  /** Goes through the log; `onward` is told of a refusal and answers whether to carry on past it (anything but undefined). */
  run(onward: (finding: Finding) => unknown): Finding | undefined {
    for (const [at, act] of this.log.entries()) {
      if (at === 0 || this.log[at - 1]?.kind === 'device.rests') this.open(at)
      const finding = this.entry(act, at)
      if (finding === undefined) continue
      if (onward(finding) === undefined) return finding
      this.front = this.front.slice(0, 1).map((node) => this.past(node, act, at))
    }
    return undefined
  }

  verdict(): Verdict<State> {
    const best = [...this.front].sort((a, b) => a.warnings.length - b.warnings.length)[0]
    if (best === undefined) throw new Error('fault: nothing explains an accepted log')
    return { kind: 'accepted', state: best.state, warnings: best.warnings }
  }

  private open(start: number): void {
    const lanes = new Map<string, Waiting<Act>[]>()
    const late = new Set<string>()
    const names = new Map<number, string>()
    const among = this.upToRest(start)
    for (const [offset, act] of among.entries()) {
      if (isStimulus(act)) continue
      const at = start + offset
      const lane = this.machine.lane(act, among)
      names.set(at, lane.name)
      if (lane.late) late.add(lane.name)
      const waiting = lanes.get(lane.name)
      if (waiting === undefined) lanes.set(lane.name, [{ act, at }])
      else waiting.push({ act, at })
    }
    const eager = [...lanes.keys()].filter((name) => !late.has(name))
    this.segment = { lanes, late, eager, names }
    this.front = this.front.map((node) => ({ ...node, taken: new Map() }))
  }

  private upToRest(start: number): readonly Act[] {
    let end = start
    while (this.log[end]?.kind !== 'device.rests') end++
    return this.log.slice(start, end)
  }

  private entry(act: Act, at: number): Finding | undefined {
    if (act.kind === 'device.rests') return this.rests(act, at)
    const lane = this.segment.names.get(at)
    if (lane === undefined) {
      this.front = this.front.map((node) => this.close(node))
      if (this.machine.ends?.(act) === true) this.front = this.front.flatMap((node) => this.lastChance(node))
      return this.all(act, at)
    }
    if (this.front.every((node) => this.isTaken(node, lane, at))) return undefined
    if (!this.segment.late.has(lane)) return this.reach((node) => this.isTaken(node, lane, at))
    const due = (node: Node<State>) => this.isTaken(node, lane, at) || this.step(node.state, act).ok
    const finding = this.reach(due)
    if (finding !== undefined) return finding
    this.front = this.front.map((node) => (this.isTaken(node, lane, at) ? node : this.close(node)))
    const late = this.front.filter((node) => !this.isTaken(node, lane, at))
    const done = this.front.filter((node) => this.isTaken(node, lane, at))
    this.front = [...done, ...late.flatMap((node) => this.take(node, lane) ?? [])]
    return undefined
  }

  private rests(act: Act, at: number): Finding | undefined {
    const finding = this.reach((node) => this.machine.hidden(node.state).length === 0)
    if (finding !== undefined) return finding
    this.front = this.front.map((node) => this.close(node))
    return this.all(act, at)
  }

  /** Steps every node of the front; refused only if all refuse, with the refusal of the last: it went furthest. */
  private all(act: Act, at: number): Finding | undefined {
    let refusal: Refusal | undefined
    const next: Node<State>[] = []
    for (const node of this.front) {
      const step = this.machine.step(node.state, act)
      if (step.ok) next.push(this.moved(node, step.state, step.warnings, at))
      else refusal = step.refusal
    }
    if (next.length === 0 && refusal !== undefined) return { refusal, at }
    this.front = next
    return undefined
  }

  private moved(node: Node<State>, state: State, warnings: readonly Refusal[] | undefined, at: number): Node<State> {
    if (warnings === undefined) return { ...node, state }
    return { ...node, state, warnings: [...node.warnings, ...warnings.map((warning) => ({ refusal: warning, at }))] }
  }

  private isTaken(node: Node<State>, lane: string, at: number): boolean {
    const next = this.segment.lanes.get(lane)?.[node.taken.get(lane) ?? 0]
    return next === undefined || next.at > at
  }

  /** The machine's step, tried once where it is asked for twice in a row. */
  private step(state: State, act: Act): Step<State> {
    if (this.last?.state !== state || this.last.act !== act) {
      this.last = { state, act, step: this.machine.step(state, act) }
    }
    return this.last.step
  }

  /** Takes the head of a lane, if the machine allows it; `patient`: only without a warning. */
  private take(node: Node<State>, lane: string, patient = false): Node<State> | undefined {
    const count = node.taken.get(lane) ?? 0
    const head = this.segment.lanes.get(lane)?.[count]
    if (head === undefined) return undefined
    const step = this.step(node.state, head.act)
    if (!step.ok || (patient && step.warnings !== undefined)) return undefined
    const taken = new Map(node.taken).set(lane, count + 1)
    return { ...this.moved(node, step.state, step.warnings, head.at), taken }
  }

  /**
   * Takes every observation that is possible already, in lanes that are not late. What is possible only against advice waits: it
   * may be without blame later.
   */
  private close(node: Node<State>): Node<State> {
    if (this.closed.has(node)) return node
    const { eager } = this.segment
    let now = node
    for (let still = 0; still < eager.length; ) {
      for (const lane of eager) {
        const before = now
        for (let next = this.take(now, lane, true); next !== undefined; next = this.take(now, lane, true)) now = next
        still = now === before ? still + 1 : 1
        if (still === eager.length) break
      }
    }
    this.closed.add(now)
    return now
  }

  /** Lets hidden actions happen, as few as possible, until the goal holds; the refusal is of the node that went furthest. */
  private reach(goal: (node: Node<State>) => boolean): Finding | undefined {
    const reached: Node<State>[] = []
    let stuck: Node<State> | undefined
    let open = this.front.map((node) => this.close(node))
    while (open.length > 0) {
      const branches: Node<State>[] = []
      for (const node of open) {
        if (goal(node)) {
          reached.push(node)
          continue
        }
        const hidden = this.machine.hidden(node.state)
        if (hidden.length === 0) {
          const forced = this.force(node)
          if (forced === undefined) stuck = node
          else branches.push(forced)
        }
        for (const act of hidden) branches.push(this.close(this.hide(node, act)))
      }
      if (reached.length + branches.length > this.bound) {
        throw new TooMany(`more than ${this.bound} explanations are open`)
      }
      open = branches
    }
    if (reached.length > 0) {
      this.front = reached
      return undefined
    }
    if (stuck === undefined) throw new Error('fault: neither reached nor stuck')
    this.front = [stuck]
    return this.blocked(stuck)
  }

  /**
   * The ways to a stimulus that ends what can be observed: as few hidden actions as possible and what they explain, or as few as more
   * takes, and what was put off for a warning's sake. The node itself stands last.
   */
  private lastChance(node: Node<State>): readonly Node<State>[] {
    const forced = this.force(node)
    const after = [
      ...this.machine.hidden(node.state).map((act) => this.close(this.hide(node, act))),
      ...(forced ? [forced] : []),
    ]
    const ways = after.flatMap((next) => this.lastChance(next).filter((way) => taken(way) > taken(node)))
    if (ways.length > this.bound) throw new TooMany(`more than ${this.bound} explanations are open`)
    return [...ways, node]
  }

  /** What is due and was put off for a warning's sake is taken after all; `undefined` where nothing was put off. */
  private force(node: Node<State>): Node<State> | undefined {
    for (const lane of this.segment.eager) {
      const forced = this.take(node, lane)
      if (forced !== undefined) return this.close(forced)
    }
    return undefined
  }

  private hide(node: Node<State>, act: Act): Node<State> {
    const step = this.machine.step(node.state, act)
    if (!step.ok) throw new Error(`fault: ${this.machine.name} hides ${act.kind} and refuses it`)
    return { ...node, state: step.state }
  }

  /** The refusal of the lane's head that is due first. */
  private blocked(node: Node<State>): Finding {
    const heads = [...this.segment.lanes].flatMap(([lane, waiting]) => waiting[node.taken.get(lane) ?? 0] ?? [])
    for (const head of heads.sort((a, b) => a.at - b.at)) {
      const step = this.machine.step(node.state, head.act)
      if (!step.ok) return { refusal: step.refusal, at: head.at }
    }
    throw new Error('fault: nothing is blocked')
  }

  /** Past a refused entry: its effect, and nothing of it left waiting. */
  private past(node: Node<State>, act: Act, at: number): Node<State> {
    const lane = this.segment.names.get(at)
    if (lane === undefined) return { ...node, state: this.machine.effect(node.state, act) }
    const waiting = this.segment.lanes.get(lane) ?? []
    let state = node.state
    let count = node.taken.get(lane) ?? 0
    for (let head = waiting[count]; head !== undefined && head.at <= at; head = waiting[++count]) {
      state = this.machine.effect(state, head.act)
    }
    return { ...node, state, taken: new Map(node.taken).set(lane, count) }
  }
}
