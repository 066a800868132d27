import { holdOfTheReference } from './judged.fixture.ts'
import { notifications } from './notifications.ts'

holdOfTheReference(notifications)
