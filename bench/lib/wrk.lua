-- wrk.lua: sends one line of a list per request, in place of @@ in a header or the body.
-- The load is a Lua table in the file that BENCH_LOAD names (see wrk.mjs). Each thread has its own
-- stripe of the list. A request is two concatenations, so that the generator stays cheap.
local ffi = require("ffi")
ffi.cdef([[
  typedef struct { long s; long ns; } bench_time;
  int clock_gettime(int, bench_time *);
]])

local load = dofile(os.getenv("BENCH_LOAD"))
local clock = ffi.new("bench_time")
local list, heads, place = {}, {}, 0
local head, tail
threads = {}
sent, started, ended = 0, 0, 0

local function now()
  ffi.C.clock_gettime(1, clock)
  return tonumber(clock.s) * 1e6 + tonumber(clock.ns) / 1e3
end

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

local function read_stripe()
  local line_number = 0
  for line in io.lines(load.list) do
    if line_number % load.threads == number then list[#list + 1] = line end
    line_number = line_number + 1
  end
end

-- head_for returns the text before the credential, with the length of the whole body.
local function head_for(length)
  local text = heads[length]
  if not text then
    text = head:gsub("%%LENGTH%%", tostring(load.fixed_body + length))
    heads[length] = text
  end
  return text
end

function init()
  if load.list then read_stripe() else list = { "" } end
  head = load.question
  local from, to = load.question:find("@@", 1, true)
  if from then head, tail = load.question:sub(1, from - 1), load.question:sub(to + 1) end
end

function request()
  place = place % #list + 1
  -- wrk sends the first request once before the measurement starts.
  sent = sent + 1
  ended = now()
  if sent == 2 then started = ended end
  if not tail then return head_for(0) end
  local line = list[place]
  return head_for(#line) .. line .. tail
end

function done(summary, latency)
  local rate = 0
  for _, thread in ipairs(threads) do
    local seconds = (thread:get("ended") - thread:get("started")) / 1e6
    local count = thread:get("sent") - 1 - load.connections / load.threads
    if seconds > 0 and count > 0 then rate = rate + count / seconds end
  end
  local errors = summary.errors
  io.write(string.format(
    '\nBENCH {"per_second":%.1f,"p50_ms":%.4f,"p99_ms":%.4f,"answered":%d,"refused":%d,' ..
    '"broken":%d}\n', rate, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
