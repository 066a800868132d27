/** The clauses of the area `rss-context` in our words. */
export const rssContext = {
  'net.rss-context.device.1': 'With RSS_CONTEXT, max_rss_contexts is at least 1.',
  'net.rss-context.device.2': 'Reset discards every RSS context.',
  'net.rss-context.driver.1': 'RSS_CTX commands only with RSS_CONTEXT negotiated.',
  'net.rss-context.driver.2': 'rss_ctx_id lies in 1..max_rss_contexts.',
  'net.rss-context.driver.3': 'No VQ_PAIRS_SET while any RSS context is configured.',
} as const
