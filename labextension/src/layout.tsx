/** The tree of a panel, drawn. */

import { Accordion } from './apps/accordion';
import { Placed } from './apps/placed';
import { Tools } from './apps/tools';
import { Field } from './field';
import { Form } from './form';
import type { ComponentInfo, Node } from './protocol';
import { ResultView, Results } from './results';
import { useScene } from './scene';
import { roomOf } from './sizes';
import { Tabs } from './tabs';

export interface LayoutProps {
  node: Node;
  /** Its place in the tree, such as `0.1`. */
  place: string;
  /** The form that it is in, or the results; by action. */
  within?: { kind: 'form' | 'results'; action: string };
}

export function Layout({ node, place, within }: LayoutProps) {
  const { desk } = useScene();
  const children = (): preact.JSX.Element[] =>
    (node.children ?? []).map((child, index) => (
      <Layout key={child.id ?? child.action ?? index} node={child} place={`${place}.${index}`} within={within} />
    ));
  // In an app what holds others has looks of its own, which an update may change.
  const props = node.id === undefined ? undefined : desk.component(node.id)?.props;
  const looks = props && { hidden: props.visible === false, style: roomOf(props) };
  switch (node.type) {
    case 'tabs':
      return <Tabs node={node} place={place} within={within} />;
    case 'form':
      return <Form action={node.action ?? ''} buttons={node.buttons}>{fields(node, place)}</Form>;
    case 'results':
      return <Results action={node.action ?? ''}>{views(node, place)}</Results>;
    case 'accordion':
      return <Accordion node={node}>{children()}</Accordion>;
    case 'component':
      return <Leaf id={node.id ?? ''} within={within} />;
    case 'group':
      return <div class="jgm-column jgm-group" {...looks}>{children()}</div>;
    case 'row':
      if (typeof props?.of === 'string') {
        return <Tools of={props.of} hidden={props.visible === false}>{children()}</Tools>;
      }
      return <div class={isSplit(node) ? 'jgm-split' : classOf('jgm-row', props)} {...looks}>{children()}</div>;
    default:
      return <div class={classOf('jgm-column', props)} {...looks}>{children()}</div>;
  }
}

const VARIANTS: Record<string, string> = { panel: ' jgm-ground', compact: ' jgm-compact' };

function classOf(kind: string, props: ComponentInfo['props'] | undefined): string {
  return `${kind}${VARIANTS[props?.variant] ?? ''}${props?.equal_height === true ? ' jgm-equal' : ''}`;
}

/** Whether a row is a form and its results, which are side by side where there is room. */
export function isSplit(node: Node): boolean {
  const types = (node.children ?? []).map(child => child.type);
  return types.includes('form') && types.includes('results');
}

function fields(node: Node, place: string): preact.JSX.Element[] {
  return inside(node, place, 'form');
}

function views(node: Node, place: string): preact.JSX.Element[] {
  return inside(node, place, 'results');
}

function inside(node: Node, place: string, kind: 'form' | 'results'): preact.JSX.Element[] {
  const within = { kind, action: node.action ?? '' };
  return (node.children ?? []).map((child, index) => (
    <Layout key={child.id ?? index} node={child} place={`${place}.${index}`} within={within} />
  ));
}

function Leaf({ id, within }: { id: string; within?: LayoutProps['within'] }) {
  const { desk } = useScene();
  const component = desk.component(id);
  if (!component || component.type === 'State') {
    return null;
  }
  if (!within) {
    return <Placed component={component} />;
  }
  if (component.props.visible === false) {
    return null;
  }
  if (within.kind === 'results') {
    return <ResultView component={component} action={within.action} />;
  }
  return <Field component={component} action={within.action} />;
}
