import { Script } from '../../redis/script';

/**
 * Appends entries to the stream at KEYS[1], all or none, and publishes who did on the channel of that name. Each keeps the id of
 * the one before it, so that a reader can tell whether anything was removed in between, by whomever.
 *
 * ARGV: milliseconds until the stream expires · about how many entries it may have · who appends · id, entry, id, entry, …
 * Answers the time, in milliseconds; 0 when the first id is not above the last one of the stream: Redis' own rule for ids.
 */
export const append = new Script(`
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
local last = '0-0'
if info.err then
  if not string.find(info.err, 'no such key') then return info end
else
  for i = 1, #info, 2 do if info[i] == 'last-generated-id' then last = info[i + 1] end end
end
local time = redis.call('TIME')
local at = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
for i = 4, #ARGV, 2 do
  local added = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], ARGV[i],
    'after', last, 'at', at, 'entry', ARGV[i + 1])
  if type(added) == 'table' then
    if string.find(added.err, 'equal or smaller') then return 0 end
    return added
  end
  last = added
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PUBLISH', KEYS[1], ARGV[3])
return tonumber(at)`);

/**
 * The id of the last entry that the stream at KEYS[1] has had, and its entries from ARGV[1] on: at most ARGV[2], and none
 * behind the one with which they have ARGV[3] bytes.
 */
export const read = new Script(`
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
if info.err then
  if string.find(info.err, 'no such key') then return {'0-0', {}} end
  return info
end
local last = '0-0'
for i = 1, #info, 2 do if info[i] == 'last-generated-id' then last = info[i + 1] end end
if ARGV[2] == '0' then return {last, {}} end
local page, bytes = {}, 0
for _, found in ipairs(redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])) do
  if bytes >= tonumber(ARGV[3]) then break end
  bytes = bytes + #found[2][6]
  page[#page + 1] = found
end
return {last, page}`);
