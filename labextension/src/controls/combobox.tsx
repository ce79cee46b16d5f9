/** A list to filter by typing, after the ARIA pattern of a combobox with a list box. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { chosenOf, labelOfValue, sameJson, type Choice } from './choices';
import type { ControlProps } from './contract';
import { emptied, hasDefault, labelOf } from './label';

interface ComboboxProps extends ControlProps {
  choices: Choice[];
}

/** More than so many options are not drawn: who types a letter more finds the others. */
const MOST_DRAWN = 200;

export function Combobox(props: ComboboxProps) {
  const { component, id, value, onChange, disabled, invalid, describedBy, choices } = props;
  const { multiselect, allow_custom_value, max_choices, placeholder } = component.props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<HTMLInputElement>(null);

  const chosen = chosenOf(value);
  const single = multiselect || value === undefined || value === null ? '' : labelOfValue(choices, value);
  const query = (typed ?? '').trim().toLowerCase();
  const found = query === '' ? choices : choices.filter(choice => choice.label.toLowerCase().includes(query));
  const exact = choices.some(choice => choice.label.toLowerCase() === query);
  const custom = allow_custom_value && query !== '' && !exact ? [{ label: typed!.trim(), value: typed!.trim() }] : [];
  const options: Choice[] = [...custom, ...found.slice(0, MOST_DRAWN)];
  const current = Math.min(active, options.length - 1);
  const full = multiselect && max_choices && chosen.length >= max_choices;

  useEffect(() => {
    (list.current?.children[current] as HTMLElement | undefined)?.scrollIntoView?.({ block: 'nearest' });
  }, [current, open]);

  const filled = !multiselect && value !== undefined && value !== null;
  const mayBeEmpty = allow_custom_value || !hasDefault(component);
  const canBeCleared = filled && !disabled && mayBeEmpty && (!component.required || allow_custom_value);

  const isChosen = (choice: Choice) => chosen.some(value => sameJson(value, choice.value));
  const remove = (gone: unknown) => onChange(chosen.filter(value => !sameJson(value, gone)));
  const show = () => {
    if (!open && !disabled) {
      setActive(Math.max(0, multiselect ? 0 : options.findIndex(isChosen)));
      setOpen(true);
    }
  };
  const hide = () => {
    setOpen(false);
    setTyped(null);
  };
  const choose = (choice: Choice) => {
    if (!multiselect) {
      onChange(choice.value);
      hide();
    } else {
      if (isChosen(choice)) {
        remove(choice.value);
      } else if (!full) {
        onChange([...chosen, choice.value]);
      }
      setTyped(null);
    }
  };
  /** Leaving takes what was typed along where that is allowed, and where it is a choice. */
  const leave = () => {
    const match = choices.find(choice => choice.label.toLowerCase() === query) ?? custom[0];
    if (typed !== null && query !== '' && match && !isChosen(match)) {
      choose(match);
    } else if (typed === '' && !multiselect && mayBeEmpty) {
      onChange(emptied(component));
    }
    hide();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      if (!open) {
        show();
      } else if (options.length > 0) {
        const next = current + move;
        setActive(Math.abs(move) === 1 ? (next + options.length) % options.length : clamp(next, options.length));
      }
    } else if (event.key === 'Enter' && open && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (options[current]) {
        choose(options[current]);
      }
    } else if (event.key === 'Escape' && (open || typed !== null)) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    } else if (event.key === 'Backspace' && multiselect && !typed && chosen.length > 0) {
      onChange(chosen.slice(0, -1));
    }
  };

  return (
    <div class="jgm-combobox">
      <div class="jgm-input jgm-combo" aria-disabled={disabled} onClick={() => input.current?.focus()}>
        {multiselect &&
          chosen.map((value, index) => (
            <span class="jgm-chip" key={index}>
              {labelOfValue(choices, value)}
              <button
                type="button"
                disabled={disabled}
                aria-label={`Remove ${labelOfValue(choices, value)}`}
                onClick={event => {
                  event.stopPropagation();
                  remove(value);
                }}
              >
                ×
              </button>
            </span>
          ))}
        <input
          ref={input}
          id={id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={open && options.length > 0 ? `${id}-option-${current}` : undefined}
          aria-invalid={invalid}
          aria-required={component.required}
          aria-describedby={describedBy}
          disabled={disabled}
          placeholder={chosen.length > 0 && multiselect ? '' : (placeholder ?? 'Type to search…')}
          value={typed ?? single}
          onInput={event => {
            setTyped(event.currentTarget.value);
            setActive(0);
            setOpen(true);
          }}
          onClick={show}
          onKeyDown={onKeyDown}
          onBlur={leave}
        />
        {canBeCleared && (
          <button
            type="button"
            class="jgm-icon"
            aria-label={`Clear ${labelOf(component)}`}
            onClick={() => onChange(emptied(component))}
          >
            ×
          </button>
        )}
        <span class="jgm-caret" aria-hidden="true" />
      </div>
      <ul
        ref={list}
        id={`${id}-list`}
        class="jgm-list"
        role="listbox"
        aria-label={labelOf(component)}
        aria-multiselectable={multiselect ? true : undefined}
        hidden={!open}
      >
        {open &&
          options.map((choice, index) => (
            <li
              key={index}
              id={`${id}-option-${index}`}
              role="option"
              aria-selected={isChosen(choice)}
              aria-disabled={full && !isChosen(choice) ? true : undefined}
              class={index === current ? 'jgm-active' : undefined}
              // Before the field loses the focus, which would close the list under the pointer.
              onPointerDown={event => event.preventDefault()}
              onMouseDown={event => event.preventDefault()}
              onClick={() => choose(choice)}
              onPointerMove={() => setActive(index)}
            >
              {index < custom.length ? `Use “${choice.label}”` : choice.label}
            </li>
          ))}
      </ul>
      {open && (options.length === 0 || found.length > MOST_DRAWN) && (
        <p class="jgm-note" role="status">
          {options.length === 0 ? 'Nothing matches.' : `${found.length - MOST_DRAWN} more: type to narrow them down.`}
        </p>
      )}
      {open && full && (
        <p class="jgm-note" role="status">
          No more than {max_choices} can be chosen.
        </p>
      )}
    </div>
  );
}

function clamp(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index));
}
