import { holdOfTheReference } from './judged.fixture.ts'
import { queueReset } from './queue-reset.ts'

holdOfTheReference(queueReset)
