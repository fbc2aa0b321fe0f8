"""Writes cases.json: what Jinja2 itself makes of each template, with StrictUndefined and its default options.

    python -m pip install jinja2==3.1.6
    python packages/templates/conformance/generate.py

Each case is [template, variables, text], or [template, variables, null, kind] where Jinja2 fails: `missing` for an
undefined value, `syntax` for what does not parse, `failure` for the rest.
"""

import copy
import json
import pathlib

import jinja2

PEOPLE = [
    {"name": "Ana", "age": 31, "city": "Porto", "tags": ["a", "b"], "vip": True},
    {"name": "bob", "age": 25, "city": "Oslo", "tags": [], "vip": False},
    {"name": "Åsa", "age": 31, "city": "Oslo", "tags": ["c"], "vip": True},
    {"name": "Émile", "age": 40, "city": "porto", "tags": ["a"], "vip": False},
]
SHARED = {
    "name": "Ana María",
    "text": "The quick brown fox jumps over the lazy dog.",
    "multi": "first line\nsecond  line\n\n  fourth line",
    "n": 7,
    "zero": 0,
    "neg": -3,
    "pi": 3.14159,
    "half": 2.5,
    "big": 12345678,
    "yes": True,
    "no": False,
    "nil": None,
    "empty": "",
    "xs": [3, 1, 2],
    "words": ["pear", "Apple", "fig", "apple", "Fig"],
    "nested": [[1, 2], [3, [4, 5]]],
    "d": {"b": 1, "a": 2, "C": 3},
    "user": {"name": "Ana", "address": {"city": "Porto", "zip": "4000-001"}, "items": ["x", "y"], "get": 5},
    "people": PEOPLE,
    "emoji": "a😀b👩‍🍳c",
    "quote": "it's \"quoted\"",
    "html": "<b>Tom & \"Jerry\"</b> isn't",
    "cjk": "你好，世界",
    "none_list": [],
    "mixed": [1, "1", 1.5, True, None, "a"],
}

GROUPS = {}


def group(name, *templates, **variables):
    GROUPS.setdefault(name, []).extend((template, variables) for template in templates)


group("print", *["{{ %s }}" % name for name in SHARED if name not in ("people",)])
group(
    "print",
    "{{ 1.0 }} {{ 1e3 }} {{ 1e16 }} {{ 1e15 }} {{ 1e-4 }} {{ 0.00001 }} {{ 123456789.123 }} {{ 1e22 }} {{ 1.5e300 }}",
    "{{ 0.1 + 0.2 }} {{ 1/3 }} {{ 2/3 }} {{ 10/2 }} {{ 7//2 }} {{ -7//2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 7.5 % 2 }}",
    "{{ [1, 2.0, 'a', True, None, (1,), (1, 2), {}, {'k': [1]}] }}",
    "{{ () }} {{ (1,) }} {{ [] }} {{ {} }} {{ '' }} {{ [''] }}",
    "{{ ['it\\'s', '\"', 'a\\nb', '\\t', '\\\\'] }}",
    "{{ {'a': 1, 1: 'b', none: true, (1, 2): 'c'} }}",
    "{{ 10_000 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1_0.5 }} {{ 1E2 }}",
    "{{ 'a' 'b' \"c\" }} {{ 'x\\u00e9y' }} {{ '\\x41' }} {{ '\\d' }}",
    "{{ true }} {{ True }} {{ none }} {{ None }} {{ false }} {{ False }}",
    "{{ 2**100 }} {{ 2**0.5 }} {{ 2**-1 }} {{ -2**2 }} {{ 2**3**2 }} {{ (-8)**2 }}",
    "{{ 9007199254740993 }} {{ 9007199254740991 + 2 }} {{ 12345678901234567890 * 3 }} {{ 10**20 // 3 }} {{ 10**20 % 7 }}",
    "{{ -0.0 }} {{ 0 * -1 }} {{ 1.0 - 1 }} {{ 5.0 // 2 }} {{ -5.0 // 2 }} {{ 5 / 1 }}",
    "{{ +n }} {{ -n }} {{ -yes }} {{ +half }} {{ - -n }}",
    "{{ 1 + True }} {{ True + True }} {{ 3 * False }} {{ 'ab' * 3 }} {{ 3 * 'ab' }} {{ [1] * 2 }} {{ 'a' * -1 }} {{ (1, 2) + (3,) }}",
    "{{ 'a' ~ 1 ~ 2.0 ~ none ~ true }} {{ 1 ~ 2 }} {{ [1] ~ '' }}",
    "{{ 1 + 2 ~ 3 + 4 }} {{ 2 * 3 ~ 4 }}",
    "{{ '%s-%d-%05.2f|%-5s|%5s|%x|%%' % ('a', 5, 3.14159, 'l', 'r', 255) }} {{ '%s' % 'x' }} {{ '%(a)s' % {'a': 1} }}",
    "{{ '%e %g %G %i %r %c %+d % d %#x %o' % (12345.678, 0.00001, 1e20, 3.9, 'q', 'z', 5, 5, 255, 8) }}",
    "{{ 1 < 2 < 3 }} {{ 3 > 2 > 2 }} {{ 1 == 1.0 == True }} {{ 'a' < 'b' }} {{ [1, 2] < [1, 3] }} {{ (1,) == [1] }} {{ 'Z' < 'a' }}",
    "{{ 1 != 1.0 }} {{ 'a' != 'b' }} {{ [1] == [1.0] }} {{ {'a': 1} == {'a': 1.0} }} {{ none == false }} {{ 0 == false }}",
    "{{ 1 in xs }} {{ 9 in xs }} {{ 9 not in xs }} {{ 'qu' in text }} {{ 'a' in d }} {{ 'z' not in d }} {{ 2 in range(3) }} {{ 1.0 in xs }}",
    "{{ yes and 'x' }} {{ no and 'x' }} {{ zero or 'x' }} {{ 'y' or 'x' }} {{ not yes }} {{ not empty }} {{ not not n }} {{ empty or none_list or 'z' }}",
    "{{ 'a' if yes else 'b' }} {{ 'a' if no else 'b' }} {{ 'a' if no }}| {{ ('a' if no) is defined }} {{ 'a' if no else 'b' if no else 'c' }}",
    "{{ xs[0] }} {{ xs[-1] }} {{ xs[1:] }} {{ xs[:-1] }} {{ xs[::-1] }} {{ xs[::2] }} {{ text[4:9] }} {{ text[::-1] }} {{ emoji[1] }} {{ emoji[1:3] }} {{ (1,2,3)[1:] }}",
    "{{ xs.0 }} {{ nested.1.1.0 }} {{ user.address.city }} {{ user['address']['zip'] }} {{ user.items() }} {{ user['items'] }} {{ user.get('name') }} {{ user['get'] }}",
    "{{ d.keys() }} {{ d.values() }} {{ d.items() }} {{ d.get('a') }} {{ d.get('zz') }} {{ d.get('zz', 9) }} {{ d['a'] }}",
    "{{ range(3) }} {{ range(1, 4) }} {{ range(0, 10, 3) }} {{ range(5)|list }} {{ range(5, 0, -2)|list }} {{ range(3)[1] }} {{ range(10)[2:4] }}",
    "{{ dict(a=1, b=2) }} {{ dict([('x', 1)]) }} {{ dict(d, z=9) }}",
    "{{ 'x' is defined }} {{ foo is defined }} {{ foo is undefined }} {{ user.foo is defined }} {{ user.address.zap is undefined }}",
    "{{ [1, 2, 3,] }} {{ {'a': 1,} }} {{ (1, 2,) }} {{ range(1, 3,)|list }}",
)
group(
    "whitespace",
    "a {%- if yes %} b {% endif -%} c",
    "a {% if yes -%} b {%- endif %} c",
    "  {{- n -}}  x",
    "a\n{% if yes %}\nb\n{% endif %}\nc\n",
    "a\n{%- if yes %}\nb\n{%- endif %}\nc\n",
    "a\n{% if yes -%}\nb\n{% endif -%}\nc\n",
    "x {#- comment -#} y",
    "x {# comment #} y",
    "{# multi\nline #}z",
    "line\r\nnext\rlast\r\n",
    "trailing\n\n",
    "\n\nleading",
    "{%+ if yes +%} a {%+ endif %}",
    "{% raw %} {{ x }} {% if %} {% endraw %}",
    "a {%- raw -%} {{ x }} {%- endraw -%} b",
    "{% raw %}{% endraw %}",
    "{{ '{{' }} {{ '}}' }} {{ \"{% raw %}\" }}",
    "{% for x in xs %}\n- {{ x }}\n{% endfor %}",
    "{% for x in xs -%}\n- {{ x }}\n{% endfor -%}\nend",
    "{% for x in xs %}{{ x }}{{ ', ' if not loop.last }}{% endfor %}",
    "{{ n }}{{ n }} {{n}} {{n }}",
    "{{\n n\n}}",
    "a{% set x = 1 %}\nb",
    "{%- set x = 1 -%}\n  b {{- x }}",
    "} }} %} #} { % {",
    "{{ {'a': {'b': 1}}['a']['b'] }} {{ {'a':{}} }}",
    "\ttab {{ n }}\t",
    "{%if yes%}a{%endif%}",
    "{%- for i in range(2) %} {{ i }} {%- endfor %}",
)
group(
    "if",
    "{% if n > 5 %}big{% elif n > 3 %}mid{% else %}small{% endif %}",
    "{% if zero %}a{% elif n > 3 %}mid{% else %}small{% endif %}",
    "{% if zero %}a{% elif no %}b{% else %}c{% endif %}",
    "{% if xs %}yes{% endif %}{% if none_list %}no{% endif %}{% if d %}d{% endif %}{% if nil %}nil{% endif %}{% if empty %}e{% endif %}",
    "{% if foo is defined %}{{ foo }}{% else %}none{% endif %}",
    "{% if user.name == 'Ana' and (n > 3 or no) %}x{% endif %}",
    "{% if not (yes and no) %}x{% endif %}",
    "{% if 'a' in 'abc' and 'z' not in 'abc' %}ok{% endif %}",
    "{% if yes %}{% if no %}a{% else %}b{% endif %}{% endif %}",
    "{% if n is odd %}odd{% endif %}{% if n is divisibleby 7 %}7{% endif %}",
    "{% if yes %}{% set v = 1 %}{% else %}{% set v = 2 %}{% endif %}{{ v }}",
    "{% if no %}{% set v = 1 %}{% endif %}{{ v is defined }}",
    "{% if 0.0 %}a{% else %}b{% endif %}{% if '0' %}c{% endif %}{% if [0] %}d{% endif %}",
)
group(
    "for",
    "{% for x in xs %}{{ loop.index }}/{{ loop.length }}:{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% for x in xs %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }};{% endfor %}",
    "{% for x in none_list %}x{% else %}nothing{% endfor %}",
    "{% for x in xs if x > 1 %}{{ loop.index }}={{ x }} {% endfor %}",
    "{% for x in xs if x > 9 %}{{ x }}{% else %}none{% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}",
    "{% for k, v in d|items %}{{ k }}={{ v }};{% endfor %}",
    "{% for k in d %}{{ k }}{% endfor %}",
    "{% for k, v in d|dictsort %}{{ k }}{{ v }} {% endfor %}",
    "{% for c in 'héy' %}[{{ c }}]{% endfor %}",
    "{% for c in emoji %}[{{ c }}]{% endfor %}",
    "{% for a, b in [(1, 2), (3, 4)] %}{{ a + b }} {% endfor %}",
    "{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "{% for p in people %}{{ p.name }} ({{ p['age'] }}){{ ', ' if not loop.last else '.' }}{% endfor %}",
    "{% for x in xs %}{% for y in xs %}{{ loop.index }}{{ x }}{{ y }} {% endfor %}{% endfor %}",
    "{% for x in xs %}{% set outer = loop %}{% for y in [1, 2] %}{{ outer.index }}.{{ loop.index }} {% endfor %}{% endfor %}",
    "{% for x in xs %}{{ loop.cycle('odd', 'even') }} {% endfor %}",
    "{% for x in [1, 1, 2, 2, 1] %}{% if loop.changed(x) %}{{ x }}{% endif %}{% endfor %}",
    "{% for x in xs %}{{ loop.previtem if loop.previtem is defined else '-' }}<{{ x }}>{{ loop.nextitem|default('-') }} {% endfor %}",
    "{% for item in nested recursive %}{% if item is sequence %}[{{ loop(item) }}]{% else %}{{ item }}{% endif %}{% endfor %}",
    "{% for item in nested recursive %}{{ loop.depth }}{{ loop.depth0 }}{% if item is iterable %}{{ loop(item) }}{% endif %} {% endfor %}",
    "{% set total = 0 %}{% for x in xs %}{% set total = total + x %}{% endfor %}{{ total }}",
    "{% set ns = namespace(total=0) %}{% for x in xs %}{% set ns.total = ns.total + x %}{% endfor %}{{ ns.total }}",
    "{% set ns = namespace(found=false) %}{% for p in people %}{% if p.vip %}{% set ns.found = true %}{% endif %}{% endfor %}{{ ns.found }}",
    "{% for x in xs %}{% if loop.first %}{% set y = x %}{% endif %}{{ y is defined }}{% endfor %}",
    "{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(5, 1, -2) %}{{ i }}{% endfor %}",
    "{% for x in xs|sort|reverse %}{{ x }}{% endfor %}",
    "{% for x in (1, 2) %}{{ x }}{% endfor %}{% for x in 1, 2 %}{{ x }}{% endfor %}",
    "{% for x in xs %}{% endfor %}{{ x is defined }}",
    "{% for i in [1] %}{{ loop }}{% endfor %}",
    "{% for row in xs|batch(2, 0) %}{% for c in row %}{{ c }}{% endfor %}|{% endfor %}",
    "{% for a in [1,2] %}{% for b in [] %}{% else %}{{ a }}{% endfor %}{% endfor %}",
    "{% for x in nil %}{% endfor %}",
    "{% for x in 5 %}{% endfor %}",
    "{% for a, b in [1] %}{% endfor %}",
    "{% for a, b in [(1, 2, 3)] %}{% endfor %}",
    "{% for x in missing %}{% endfor %}",
    "{% for x in xs %}{{ loop.nothing }}{% endfor %}",
    "{% for x in xs recursive %}{{ x }}{% endfor %}",
    "{% for x in xs %}{{ loop(xs) }}{% endfor %}",
    "{% for k, v in people[0].items() %}{{ k }}: {{ v }}\n{% endfor %}",
)
group(
    "set",
    "{% set x = 5 %}{{ x }}",
    "{% set x, y = 1, 2 %}{{ x }}{{ y }}",
    "{% set (x, y) = [1, 2] %}{{ x }}{{ y }}",
    "{% set x = [1, 2] %}{% set _ = x.append(3) %}{{ x }}",
    "{% set x %}a {{ n }} b{% endset %}[{{ x }}]",
    "{% set x | upper %}a {{ name }}{% endset %}{{ x }}",
    "{% set x | replace('a', 'b') | upper %}banana{% endset %}{{ x }}",
    "{% set d2 = {'a': 1} %}{% set _ = d2.update({'b': 2}) %}{{ d2 }}",
    "{% set x = foo|default('z') %}{{ x }}",
    "{% set ns = namespace() %}{% set ns.a = 1 %}{% set ns.b = 'x' %}{{ ns.a }}{{ ns.b }}{{ ns.c is defined }}",
    "{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a }}{{ ns.b }}",
    "{% set x = 1 %}{% with %}{% set x = 2 %}{{ x }}{% endwith %}{{ x }}",
    "{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}",
    "{% with a = n %}{{ a }}{% endwith %}{{ a is defined }}",
    "{% set a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}",
    "{% with a = 1, b = a %}{{ b }}{% endwith %}",
    "{% set n = n + 1 %}{{ n }}",
    "{% set x = y = 1 %}",
    "{% set n.a = 1 %}",
    "{% set true = 1 %}",
    "{% set a = 1, %}{{ a }}",
    "{% set x = 'a' if yes else 'b' %}{{ x }}",
    "{% set xs = xs + [4] %}{{ xs }}",
)
group(
    "macro",
    "{% macro f(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ f(1) }} {{ f(1, 3) }} {{ f(b=4, a=5) }}",
    "{% macro f(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ f(1) }}",
    "{% macro f() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, x=3) }}",
    "{% macro f(a) %}[{{ caller() }}{{ a }}]{% endmacro %}{% call f(1) %}body{% endcall %}",
    "{% macro f() %}{{ caller(1, 2) }}{% endmacro %}{% call(a, b) f() %}{{ a + b }}{% endcall %}",
    "{% macro f() %}{{ caller is defined }}{% if caller is defined %}{{ caller() }}{% endif %}{% endmacro %}{{ f() }}{% call f() %}x{% endcall %}",
    "{% macro f() %}x{% endmacro %}{{ f.name }}{{ f.arguments }}{{ f.catch_kwargs }}{{ f.catch_varargs }}{{ f.caller }}",
    "{% macro outer() %}{% macro inner() %}i{% endmacro %}{{ inner() }}o{% endmacro %}{{ outer() }}",
    "{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
    "{% macro f() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ f() }}",
    "{% set x = 1 %}{% macro f() %}{% set x = 2 %}{{ x }}{% endmacro %}{{ f() }}{{ x }}",
    "{% macro li(items) %}{% for i in items %}<{{ i }}>{% endfor %}{% endmacro %}{{ li(xs) }}{{ li([]) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f() }}",
    "{% macro f(a) %}{{ a is defined }}{% endmacro %}{{ f() }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, 2) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(b=2) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, a=2) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(*[1]) }}{{ f(**{'a': 2}) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1)|upper }}{{ f('x') ~ 'y' }}{{ f('abc')|length }}",
    "{% macro f(a) %}\n  {{ a }}\n{% endmacro %}[{{ f(1) }}]",
    "{% macro f(a=[]) %}{{ a }}{% endmacro %}{{ f() }}{{ f([1]) }}",
    "{% macro f(x, y) %}{{ x }}{{ y }}{% endmacro %}{{ f('a', y='b') }}",
    "{% macro f() %}{% endmacro %}{% call f() %}x{% endcall %}",
    "{% macro f(a, b=1, c) %}{% endmacro %}",
    "{{ nofunc() }}",
    "{{ n() }}",
    "{% filter upper %}a {{ name }}{% endfilter %}",
    "{% filter replace('a', 'o') | title %}banana split{% endfilter %}",
    "{% block a %}x{{ n }}{% endblock %}{{ self.a() }}",
    "{% block a %}x{% endblock a %}",
    "{% for i in [1] %}{% block a scoped %}{{ i }}{% endblock %}{% endfor %}",
    "{% set v = 3 %}{% block a %}{{ v }}{% endblock %}",
    "{% print n, 'x' %}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% set _ = c.reset() %}{{ c.current }}",
    "{% set j = joiner(' | ') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %}",
    "{% autoescape false %}{{ html }}{% endautoescape %}",
)
group(
    "text filters",
    *[
        "{{ %s }}" % expression
        for expression in """
name|upper
name|lower
name|capitalize
'hello wORLD foo'|capitalize
'hello wORLD foo-bar (baz) it\\'s'|title
text|title
''|title|length
'  x  '|trim
'xxaxx'|trim('x')
'--a-b--'|trim('-')
text|length
emoji|length
cjk|length
text|wordcount
'a b-c d_e 1'|wordcount
text|replace('o', '0')
text|replace('o', '0', 2)
'aaa'|replace('', '-')
text|truncate(20)
text|truncate(20, True)
text|truncate(20, False, '…')
text|truncate(20, true, '', 0)
text|truncate(44)
text|truncate(43)
text|truncate(9, leeway=0)
text|truncate(9, True, leeway=0)
'short'|truncate(3)
'averyveryverylongword indeed'|truncate(10, leeway=0)
text|wordwrap(10)
text|wordwrap(15, wrapstring='|')
'averyverylongwordthatmustbreak x'|wordwrap(10)
'averyverylongwordthatmustbreak x'|wordwrap(10, False)
'well-known state-of-the-art thing'|wordwrap(12)
'well-known state-of-the-art thing'|wordwrap(12, break_on_hyphens=False)
multi|wordwrap(8)
'a   b    c d'|wordwrap(5)
multi|indent
multi|indent(2)
multi|indent(2, True)
multi|indent(2, True, True)
multi|indent(2, blank=True)
multi|indent('>> ')
multi|indent(width=3, first=true)
'a\\n'|indent
''|indent(2, true)
text|center(60)
'ab'|center(7)
'abc'|center(8)
'abc'|center(2)
html|escape
html|e
html|forceescape
html|safe
html|striptags
'<p>a  <br/>\\n b &amp; c &lt;</p><!-- x -->'|striptags
'a b/c?d=é&f'|urlencode
{'a': 'x y', 'b': 1, 'c/d': 'ä'}|urlencode
[('a', 1), ('b', '2 3')]|urlencode
5|urlencode
'%s and %s'|format('a', 1)
'%(x)s-%(y)05d'|format(x='a', y=42)
'%.2f|%8.3f|%-8s|'|format(3.14159, 2.5, 'ab')
'{} {1}'|format(1)
'a'|format
name|reverse
emoji|reverse|length
name|list
'abc'|first
'abc'|last
''|first
name|string
5|string
5.0|string ~ 'x'
none|string
true|string|upper
xs|string
'a,b,,c'.split(',')
'a b  c'.split()
' a b  c '.split(' ')
'a,b,c'.split(',', 1)
'a,b,c'.rsplit(',', 1)
'a b c d'.rsplit(none, 2)
'a b c d'.split(none, 2)
'a\\nb\\r\\nc\\n'.splitlines()
'a\\nb\\n'.splitlines(true)
'abc'.startswith('ab')
'abc'.startswith(('x', 'a'))
'abc'.endswith('bc')
'abc'.endswith('a', 0, 1)
'abcabc'.find('c')
'abcabc'.rfind('c')
'abcabc'.find('z')
'abcabc'.index('b', 2)
'abc'.index('z')
'abcabc'.count('b')
'abc'.count('')
'abc'.upper()
'ABC'.lower()
'aBc'.swapcase()
'they\\'re bill\\'s'.title()
'hello world'.capitalize()
'  x '.strip()
'xxaxx'.strip('x')
'xxaxx'.lstrip('x')
'xxaxx'.rstrip('x')
'7'.zfill(3)
'-7'.zfill(4)
'ab'.ljust(5) ~ '|'
'ab'.rjust(5, '.')
'ab'.center(5, '*')
'ab'.center(6, '*')
'a-b-c'.partition('-')
'a-b-c'.rpartition('-')
'abc'.partition('x')
'prefix-x'.removeprefix('prefix-')
'x.txt'.removesuffix('.txt')
'a\\tb'.expandtabs(4)
'abc'.isalpha()
'ab1'.isalnum()
'123'.isdigit()
'12a'.isnumeric()
'abc'.islower()
'ABC'.isupper()
'Abc Def'.istitle()
'  '.isspace()
'abc'.isidentifier()
'1'.isdecimal()
'-'.join(['a', 'b'])
', '.join(words)
''.join([])
'-'.join([1])
'{} is {}'.format('a', 1)
'{1} {0}'.format('a', 'b')
'{x} {y.z}'.format(x=1, y={'z': 2})
'{0[a]} {0[b][1]}'.format({'a': 1, 'b': [1, 2]})
'{:>5}|{:<5}|{:^5}|'.format('a', 'b', 'c')
'{:05d} {:+d} {:,} {:_}'.format(42, 5, 1234567, 1234567)
'{:.2f} {:8.3f} {:e} {:g} {:%}'.format(3.14159, 2.5, 12345.678, 0.0001, 0.256)
'{:.1%} {:,.2f} {:>10,.2f}'.format(0.256, 1234567.891, 1234.5)
'{:x} {:X} {:o} {:b} {:#x} {:c}'.format(255, 255, 8, 5, 255, 65)
'{:*^10}'.format('mid')
'{:{w}}|'.format('a', w=5)
'{!r} {!s}'.format('a', 'b')
'{{}} {}'.format(1)
'{:.3}'.format('abcdef')
'{:.3}'.format(3.14159)
'{:=+6d}'.format(42)
'{}'.format(1.0)
'{:d}'.format('a')
'{} {}'.format(1)
'a' 'b'|upper
('a' ~ 'b')|upper
'ß'|upper
'ǅ'|lower
'İ'|lower
'straße'|capitalize
'éclair'|capitalize
'ŉ'|length
name|truncate(5, true, '..')
'x'|nosuchfilter
5|upper
none|upper
none|length
missing|upper
missing|length
text|truncate(2)
text|replace('a')
text|center('x')
'abc'|join('-')
'a\\u2028b'.splitlines()
'abc'[5]
'abc'[5:]
'tab\\there'|wordcount
'CamelCase'|lower|capitalize
'x' * 3 ~ 'y'
'a\\\\b'
"it's"|replace("'", '"')
'line1\\nline2'|replace('\\n', ' / ')
1234.5678|string|truncate(6, true, '', 0)
""".strip().splitlines()
    ],
)
group(
    "number filters",
    *[
        "{{ %s }}" % expression
        for expression in """
neg|abs
-2.5|abs
(-2.5)|abs
true|abs
'x'|abs
pi|round
pi|round(2)
half|round
3.5|round
-2.5|round
0.5|round
1.5|round
2.675|round(2)
1.005|round(2)
42|round
42|round(1)
1234|round(-2)
1250|round(-2)
1350|round(-2)
2.1|round(0, 'ceil')
2.9|round(0, 'floor')
2.123|round(2, 'ceil')
2.129|round(2, 'floor')
42|round(0, 'ceil')
-2.1|round(method='floor')
pi|round(1)|string
pi|round|int
1e20|round
pi|round(10)
pi|round(2, 'other')
'3.7'|int
'42'|int
' 42 '|int
'x'|int
'x'|int(5)
'x'|int(default=-1)
'0x1f'|int(base=16)
'1f'|int(0, 16)
'101'|int(0, 2)
'0b11'|int(0, 0)
3.99|int
-3.99|int
true|int
none|int
none|int(7)
[]|int(3)
'1e3'|int
'1_000'|int
'3.7'|float
'x'|float
'x'|float(1.5)
5|float
'1e3'|float
'inf'|float
none|float
true|float
'nan'|float
1000|filesizeformat
1|filesizeformat
0|filesizeformat
999|filesizeformat
1500|filesizeformat
1500000|filesizeformat
1500000000|filesizeformat
1024|filesizeformat(true)
1048576|filesizeformat(true)
'13000'|filesizeformat
xs|sum
[]|sum
[0.1, 0.2, 0.3]|sum
[1, 2.5]|sum
people|sum(attribute='age')
xs|sum(start=10)
['a', 'b']|sum
[[1], [2]]|sum(start=[])
xs|max
xs|min
words|max
words|min
words|max(case_sensitive=true)
people|max(attribute='age')
people|map(attribute='age')|max
[]|max
[]|max|default('none')
mixed|max
[1, 1.5, true]|min
7|int + 1
n / 2
n // 2
n % 2
n * 1.5
n ** 2
1 / 0
1 // 0
1 % 0
1.0 / 0
'a' + 1
1 + 'a'
[] + 1
'a' - 'b'
none + 1
n + missing
1 < 'a'
none < 1
[1] < 2
-'a'
(1).bit_length is defined
1.5.is_integer()
'5' * 2
big|string|length
'{:,}'.format(big)
3 // 0.7
-3 % 0.7
1e308 * 10
10 ** -2
(2 ** 0.5)|round(3)
""".strip().splitlines()
    ],
)
group(
    "sequence filters",
    *[
        "{{ %s }}" % expression
        for expression in """
xs|first
xs|last
none_list|first
none_list|last
none_list|first|default('x')
xs|length
xs|count
d|length
d|list
d|first
xs|sort
xs|sort(reverse=true)
words|sort
words|sort(case_sensitive=true)
words|sort(true)
people|sort(attribute='age')|map(attribute='name')|list
people|sort(attribute='age,name')|map(attribute='name')|join(',')
people|sort(attribute='city', reverse=true)|map(attribute='name')|join(',')
people|sort(attribute='city', case_sensitive=true)|map(attribute='name')|join(',')
mixed|sort
xs|reverse|list
'abc'|reverse
d|reverse|list
xs|join
xs|join(', ')
words|join(' & ')
people|join(', ', attribute='name')
[1, 2.0, none, true, [1]]|join('|')
words|unique|list
words|unique(true)|list
[1, 1.0, true, 2]|unique|list
people|unique(attribute='age')|map(attribute='name')|list
people|map(attribute='name')|list
people|map(attribute='name')|map('upper')|list
people|map(attribute='address.city', default='?')|list
people|map(attribute='tags.0', default='-')|list
people|map(attribute='tags')|map('length')|list
people|map(attribute='nope')|list
words|map('upper')|join(' ')
words|map('replace', 'p', 'b')|list
words|map('truncate', 2, true, '', 0)|list
xs|map('string')|list
['1', '2']|map('int')|sum
['a', 'b']|map('nosuch')|list
xs|map|list
[[1, 2], [3]]|map('first')|list
[[1, 2], [3]]|map(attribute=0)|list
xs|select('odd')|list
xs|select('gt', 1)|list
xs|select|list
[0, 1, '', 'a', none]|select|list
[0, 1, '', 'a', none]|reject|list
xs|reject('odd')|list
xs|reject('equalto', 2)|list
['a', 1, none]|select('string')|list
['a', 1, none]|reject('none')|list
people|selectattr('vip')|map(attribute='name')|list
people|rejectattr('vip')|map(attribute='name')|list
people|selectattr('age', 'gt', 30)|map(attribute='name')|list
people|selectattr('city', 'equalto', 'Oslo')|map(attribute='name')|join(',')
people|selectattr('city', 'in', ['Oslo', 'Porto'])|map(attribute='name')|join(',')
people|selectattr('tags')|list|length
people|rejectattr('age', '==', 31)|map(attribute='name')|list
people|selectattr('nope', 'defined')|list
people|selectattr('nope')|list
xs|select('nosuch')|list
xs|batch(2)|list
xs|batch(2, 'x')|list
xs|slice(2)|list
[1,2,3,4,5,6,7]|slice(3)|list
[1,2,3,4,5,6,7]|slice(3, 'x')|list
people|groupby('city')|map(attribute='grouper')|list
people|groupby('city', case_sensitive=true)|map(attribute='grouper')|list
people|groupby('age')|map(attribute='list')|map('length')|list
people|groupby('nope', default='n')|map('first')|list
[{'a': 1, 'b': 2}, {'a': 1, 'b': 3}]|groupby('a')
d|dictsort
d|dictsort(true)
d|dictsort(by='value')
d|dictsort(reverse=true)
d|dictsort(false, 'value', true)
d|items|list
missing|items|list
xs|items|list
d|tojson
{'b': 1, 'a': [1, 2.5, none, true, 'x"y']}|tojson
'<script>&\\'é😀'|tojson
people[0]|tojson
people[0]|tojson(indent=2)
[]|tojson(2)
{}|tojson
1.0|tojson
xs|tojson(indent=1)
(1, 2)|tojson
'a\\nb\\t\\\\'|tojson
missing|tojson
xs|pprint
people|pprint
d|pprint
xs|list|length
xs|map('string')|list|first
'abc'|list
d|list|sort
range(3)|list
range(10)|select('even')|list
range(3)|map('string')|join('-')
range(3)|sum
xs|attr('append') is defined
d|attr('a') is defined
'x'|attr('upper')()
xs|default('d')
missing|default('d')
missing|d('d')
missing|default
empty|default('d')
empty|default('d', true)
nil|default('d')
nil|default('d', true)
zero|default(5, boolean=true)
missing.foo|default('d')
user.nope|default('d')
user.nope.deep|default('d')
user['nope']|default('d')
(missing|default({})).foo|default('z')
xs[9]|default('z')
missing|default(missing2)
missing|default(missing2)|default('q')
xs + [4]
xs * 2
[1, [2, [3]]]|string
xs.index(1)
xs.count(3)
xs.index(99)
xs|map('multiply')|list
xs.copy()
d.copy()
d|length + xs|length
{'a': 1}|xmlattr
{'a': 'x"<', 'b': none, 'c': 1}|xmlattr
xs|join(missing)
xs|first|string|length
words|map('lower')|unique|sort|join(',')
words|map('length')|list
words|sort|first
words|select('in', ['fig', 'pear'])|list
people|map(attribute='name')|sort|list
people|selectattr('vip')|sum(attribute='age')
people|map('tojson')|first|length
[3, 1]|sort ~ ''
(1, 2, 3)|last
'x'|select('string')|list
xs is iterable
xs|select('divisibleby', 2)|list
nested|map('last')|list
nested|sum(start=[])
d.items()|list
d.values()|list
d.keys()|sort
d.values()|sum
d.items()|first
'a' in d.keys()
3 in d.values()
[1,2,3]|random is defined
xs|slice(0)|list
""".strip().splitlines()
    ],
)
group(
    "tests",
    *[
        "{{ %s }}" % expression
        for expression in """
n is odd
n is even
n is number
n is integer
n is float
half is float
1.0 is integer
'x' is string
n is string
xs is sequence
'abc' is sequence
d is mapping
xs is mapping
d is iterable
n is iterable
range(2) is sequence
nil is none
n is none
yes is boolean
yes is true
yes is false
n is true
no is false
n is divisibleby(7)
n is divisibleby 2
n is eq 7
n is equalto(7)
n is ne 7
n is gt 5
n is lt 5
n is ge 7
n is le 7
n is greaterthan(5)
n is lessthan 5
n is sameas 7
none is sameas none
3 is in xs
3 is in [1, 2]
9 is not in xs
'a' is in 'abc'
name is lower
'abc' is lower
'ABC' is upper
n is defined
missing is defined
missing is undefined
missing is not defined
user.x is defined
user.name is defined
missing is none
missing is string
missing is number
missing is mapping
missing is iterable
missing is sequence
missing is odd
missing is eq 1
n is callable
range is callable
'upper' is filter
'nope' is filter
'odd' is test
'nope' is test
n is nosuchtest
n is not odd
not n is odd
n is odd and n is gt 5
n is odd is true
xs is not none
'x' is escaped
true is number
none is defined
n is == 7
'5' is number
xs is iterable and xs is not string
[] is sequence
n + 1 is even
(n + 1) is even
-1 is odd
""".strip().splitlines()
    ],
)
group(
    "undefined",
    *[
        "%s" % template
        for template in """
{{ missing }}
{{ user.missing }}
{{ user.missing.more }}
{{ user['missing'] }}
{{ xs[10] }}
{{ missing + 1 }}
{{ missing ~ 'x' }}
{{ missing == 1 }}
{{ missing and 1 }}
{{ yes and missing }}
{{ no and missing }}
{{ yes or missing }}
{{ no or missing }}
{{ not missing }}
{% if missing %}{% endif %}
{% if user.missing %}{% endif %}
{{ missing if yes else 1 }}
{{ 1 if yes else missing }}
{{ 1 if missing else 2 }}
{{ missing() }}
{{ user.missing() }}
{{ missing[0] }}
{{ missing in xs }}
{{ 1 in missing }}
{{ [missing]|length }}
{{ {'a': missing}|length }}
{% set x = missing %}ok
{% set x = missing %}{{ x }}
{{ missing|first }}
{{ missing|list }}
{{ missing|join }}
{{ missing|int }}
{{ missing|string }}
{{ missing|trim }}
{{ missing|map('upper')|list }}
{{ xs|map(attribute='a')|list|length }}
{{ range(missing) }}
{{ 'a'.replace(missing, 'b') }}
{{ none.foo }}
{{ none['foo'] }}
{{ n.foo }}
{{ 'abc'.foo }}
{{ xs.foo }}
{{ d.zz }}
{{ n.foo is defined }}
{{ none.foo|default('x') }}
{{ -missing }}
{{ missing|abs }}
{{ missing < 1 }}
{% for x in xs %}{{ x.y }}{% endfor %}
{% with a = missing %}{{ a is defined }}{% endwith %}
{{ missing|default(xs|first) }}
{{ missing|default(other|default('deep')) }}
{{ (missing|default(none)) is none }}
{% if missing is defined and missing > 3 %}a{% else %}b{% endif %}
{% if missing is not defined or missing > 3 %}a{% endif %}
{{ user.address.missing|default('n/a') }}
{{ 'x' if missing is defined else 'y' }}
{% for x in missing|default([]) %}{{ x }}{% else %}e{% endfor %}
{{ missing|length > 0 }}
{{ loop }}
{{ self }}
{{ caller() }}
{{ dict.foo }}
""".strip().splitlines()
    ],
)
group(
    "syntax",
    *"""
{{ 1 + }}
{{ }}
{{ n
{% if n %}
{% if %}{% endif %}
{% endif %}
{% for x in xs %}
{% for in xs %}{% endfor %}
{% for x xs %}{% endfor %}
{% else %}
{% unknown %}
{% set %}
{% set x %}
{% macro %}{% endmacro %}
{% macro f( %}{% endmacro %}
{{ (1 }}
{{ 1) }}
{{ [1 }}
{{ {'a' 1} }}
{{ 'abc }}
{# unclosed
{% raw %} x
{{ a b }}
{{ a.}}
{{ a[] }}
{{ |upper }}
{{ a| }}
{{ a is }}
{{ a is not }}
{{ not }}
{{ 1 2 }}
{{ $ }}
{{ a ? b }}
{{ a && b }}
{{ a = 1 }}
{% if a = 1 %}{% endif %}
{% for x in xs %}{% endif %}
{% block a %}{% endblock %}{% block a %}{% endblock %}
{% do xs.append(1) %}
{% break %}
{{ f(a=1, 2) }}
{{ f(**a, *b) }}
{% endfor %}
{% if yes %}{% elif %}{% endif %}
{% with a %}{% endwith %}
{% call n %}{% endcall %}
{% filter %}{% endfilter %}
{{ 5 is divisibleby }}
{{ n }
{ { n }}
{{ lambda: 1 }}
{{ [x for x in xs] }}
{{ xs[1:2:3:4] }}
{{ 'a'|upper() }}
{{ 'a'|upper()|lower() }}
{{ @ }}
{% %}
{{ None.x.y }}
{{ 1.foo }}
{{ true.x is defined }}
{{ x.1 is defined }}
{%- endif -%}
""".strip().splitlines(),
)
group(
    "prompts",
    "You are a helpful assistant.\n\n{% if user.name %}The user's name is {{ user.name }}.{% endif %}\n\n{% for p in people %}\n- {{ p.name }}: {{ p.age }}{% if p.vip %} (VIP){% endif %}\n{% endfor %}\nAnswer in {{ language | default('English') }}.\n",
    "{%- macro bullet(items) -%}\n{%- for i in items %}\n* {{ i }}\n{%- endfor -%}\n{%- endmacro -%}\nShopping:{{ bullet(words) }}",
    "### Context\n{% for doc in docs %}[{{ loop.index }}] {{ doc.title }}\n{{ doc.body | indent(4) }}\n{% else %}No documents.{% endfor %}",
    "{{ people | tojson(indent=2) }}",
    "{% set examples = [{'q': '2+2?', 'a': '4'}, {'q': 'Sky?', 'a': 'blue'}] %}{% for e in examples %}Q: {{ e.q }}\nA: {{ e.a }}\n\n{% endfor %}Q: {{ text }}\nA:",
    "{% for role, content in [('system', 'Be kind.'), ('user', name)] %}<|{{ role }}|>\n{{ content }}\n{% endfor %}<|assistant|>",
    "{% for message in messages %}{% if loop.index0 == 0 and message['role'] == 'system' %}<<SYS>>{{ message['content'] }}<</SYS>>{% elif message.role == 'user' %}[INST] {{ message.content.strip() }} [/INST]{% else %} {{ message.content }} </s>{% endif %}{% endfor %}",
    "{{ 'Items: ' ~ (xs | map('string') | join(', ')) if xs else 'No items' }}",
    "Total: {{ '%.2f' | format(people | sum(attribute='age') / people | length) }} €",
    "{% for city, group in people | groupby('city') %}{{ city }}: {{ group | map(attribute='name') | join(', ') }}; {% endfor %}",
    "{% set grouped = {} %}{% for p in people %}{% set _ = grouped.setdefault(p.city, []).append(p.name) %}{% endfor %}{{ grouped }}",
    "{{ 'Dear ' + (user.title | default('Mx.')) + ' ' + user.name }}",
    "{% if people | selectattr('vip') | list | length > 1 %}several VIPs{% endif %}",
    "{% filter indent(2, first=True) %}\nnested\n  text\n{% endfilter %}",
    "{%- set sep = joiner(', ') -%}{% for w in words if w | length > 3 %}{{ sep() }}{{ w }}{% endfor %}",
    "{# A prompt. #}{{ cjk }} — {{ emoji }} ✓ {{ 'ñ' | upper }}",
    "{% for k, v in {'tone': 'warm', 'length': 'short'}.items() %}{{ k | title }}: {{ v }}{{ '\n' if not loop.last }}{% endfor %}",
    "{% for n in range(1, 4) %}Step {{ n }}{% if n == 2 %}{% set note = ' (careful)' %}{{ note }}{% endif %}. {% endfor %}",
    "{{ 'Yes' if yes and not no else 'No' }}, {{ (n > 5) | string | lower }}, {{ nil or 'unknown' }}",
    "{{ {'name': user.name, 'n': n} | tojson }}",
    "{% set s = namespace(out='') %}{% for w in words %}{% set s.out = s.out ~ w[0] %}{% endfor %}{{ s.out | upper }}",
    "{{ text | wordwrap(20) | indent(2) }}",
    "{{ (people | first).name }} {{ (people | last)['name'] }} {{ people[1:3] | map(attribute='name') | list }}",
    "{{ people | map(attribute='age') | sort | list }} {{ people | map(attribute='age') | unique | list }}",
    "{% raw %}Use {{ placeholders }} like {% this %}{% endraw %} with {{ n }}",
    "{%- for p in people if p.age > 30 -%}{{ p.name }}{%- if not loop.last %}, {% endif -%}{%- endfor -%}",
    "{% for tool in tools %}{{ tool.name }}({% for p in tool.params %}{{ p.name }}: {{ p.type }}{% if not loop.last %}, {% endif %}{% endfor %}){% endfor %}",
    docs=[{"title": "One", "body": "a\nb"}, {"title": "Two", "body": "c"}],
    messages=[
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": " Hi "},
        {"role": "assistant", "content": "Hello"},
    ],
    tools=[{"name": "search", "params": [{"name": "q", "type": "string"}, {"name": "k", "type": "int"}]}],
)


# Includes: what `PARTIALS` has, by its names.
PARTIALS = {
    "plain": "Be kind.\n",
    "hello": "Hello {{ name }}{% if tone is defined %} ({{ tone }}){% endif %}!",
    "item": "{{ loop_index }}: {{ item }}",
    "sets": "{% set tone = 'inner' %}{% set only = 1 %}{{ tone }}",
    "macros": "{% macro shout(x) %}{{ x|upper }}!{% endmacro %}{{ shout(name) }}",
    "calls": "{{ shout('hi') }}",
    "nested": "<{% include 'hello' %}>",
    "blocks": "{% block part %}[{{ n }}]{% endblock %}{{ self.part() }}",
    "strict": "{{ nobody }}",
    "trims": "  {%- if yes %} yes {% endif -%}  ",
    "counts": "{% set ns.count = ns.count + 1 %}",
    "loops": "{% for x in xs %}{{ loop.index }}{{ x }}{% endfor %}",
}
group(
    "include",
    *["a{%% include '%s' %%}b" % name for name in PARTIALS],
    *["{%% include '%s' without context %%}" % name for name in PARTIALS],
    *["{%%- include '%s' ignore missing with context -%%} z" % name for name in ("plain", "hello", "nested", "strict")],
    "{% include 'nobody' ignore missing %}|",
    "{% include 'nobody' ignore missing without context %}|",
    "{% set tone = 'outer' %}{% include 'hello' %}{% include 'sets' %}{{ tone }}",
    "{% include 'sets' %}{{ only }}",
    "{% include 'sets' %}{{ only is defined }}",
    "{% with tone = 'warm' %}{% include 'hello' %}{% endwith %}{% include 'hello' %}",
    "{% for item in words %}{% set loop_index = loop.index %}{% include 'item' %} {% endfor %}",
    "{% macro shout(x) %}{{ x }}?{% endmacro %}{% include 'calls' %}",
    "{% include 'macros' %}{{ shout is defined }}",
    "{% set ns = namespace(count=0) %}{% for i in range(3) %}{% include 'counts' %}{% endfor %}{{ ns.count }}",
    "{% macro m(name) %}{% include 'hello' %}{% endmacro %}{{ m('Bo') }} {{ m('Cy')|lower }}",
    "{% set text %}{% include 'hello' %}{% endset %}{{ text|length }} {{ text|upper }}",
    "{% filter upper %}{% include 'nested' %}{% endfilter %}",
    "{% if yes %}{% include 'plain' %}{% else %}{% include 'strict' %}{% endif %}",
    "{% call(x) m() %}{% include 'hello' %}{% endcall %}",
    "{% block a %}{% include 'blocks' %}{% endblock %}{{ self.a()|length }}",
    "{% include 'plain' %}\n{% include 'plain' %}",
    "{% set name = 'Zoe' %}{% include 'hello' without context %}",
    "{% for name in words[:2] %}{% include 'hello' %}{% else %}{% include 'plain' %}{% endfor %}",
)

# What prompts do to values of each kind, without arguments that were chosen to suit.
VALUES = ["name", "n", "pi", "neg", "big", "yes", "nil", "empty", "xs", "words", "d", "user", "emoji", "quote", "cjk", "mixed", "nested", "none_list", "half"]
group(
    "grid",
    *[
        "{{ %s%s }}" % (value, end)
        for value in VALUES
        for end in (
            "|string|length",
            "|list",
            "|tojson",
            "|first",
            "|join('-')",
            "|default('x', true)",
            "|title",
            "|replace('a', 'b')",
            "|truncate(5)",
            "|reverse|list",
            " ~ '!'",
            " == 7",
            " in words",
            " is iterable",
            "|sort",
            "|int",
            "[0]",
            "|trim|upper",
            "|wordwrap(4)",
            "|filesizeformat",
            "|indent",
            " is filter",
            "[1:]",
        )
    ],
)


# What comparing tens of thousands of generated templates with Jinja2 has shown to differ once.
for template, more in json.loads(pathlib.Path(__file__).with_name("found.json").read_text()):
    GROUPS.setdefault("found", []).append((template, more))


def outcome(environment, template, variables):
    try:
        return [environment.from_string(template).render(**variables)]
    except jinja2.UndefinedError:
        return [None, "missing"]
    except jinja2.TemplateSyntaxError:
        return [None, "syntax"]
    except Exception:
        return [None, "failure"]


def main():
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, loader=jinja2.DictLoader(PARTIALS))
    cases = []
    for name, templates in GROUPS.items():
        for template, more in templates:
            cases.append([name, template, more, *outcome(environment, template, copy.deepcopy({**SHARED, **more}))])
    lines = [json.dumps(case, ensure_ascii=False) for case in cases]
    whole = (
        "{\n"
        + f' "jinja2": "{jinja2.__version__}",\n "shared": {json.dumps(SHARED, ensure_ascii=False)},\n "partials": {json.dumps(PARTIALS)},\n "cases": [\n  '
        + ",\n  ".join(lines)
        + "\n ]\n}\n"
    )
    pathlib.Path(__file__).with_name("cases.json").write_text(whole)
    print(f"{len(cases)} cases of Jinja2 {jinja2.__version__}")


main()
