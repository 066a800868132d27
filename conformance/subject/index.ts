import { type Court, courtOf } from './court.ts'
import { netJudged } from './net.ts'
import { pciJudged } from './pci.ts'
import { tunJudged } from './tun.ts'

/** The courts of every subject that a target can be judged as. A new subject adds its line. */
export const courts: readonly Court[] = [courtOf(netJudged), courtOf(pciJudged), courtOf(tunJudged)]
