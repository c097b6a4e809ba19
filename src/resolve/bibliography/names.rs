//! Names in styles that leave out `name` beside a label: the CSL specification takes that as a plain `name`, hayagriva prints
//! the names nowhere. So `vancouver` had no authors.

use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, Name, Names, NamesChild};

/// The style with a `name` before each label that has none.
pub(super) fn named(mut csl: IndependentStyle) -> IndependentStyle {
    for part in &mut csl.macros {
        part.children.iter_mut().for_each(element);
    }
    csl.citation.layout.elements.iter_mut().for_each(element);
    if let Some(bibliography) = &mut csl.bibliography {
        bibliography.layout.elements.iter_mut().for_each(element);
    }
    csl
}

fn element(part: &mut LayoutRenderingElement) {
    match part {
        LayoutRenderingElement::Names(names) => name(names),
        LayoutRenderingElement::Group(group) => group.children.iter_mut().for_each(element),
        LayoutRenderingElement::Choose(choose) => {
            let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
            branches.flat_map(|branch| &mut branch.children).for_each(element);
            choose.otherwise.iter_mut().flat_map(|other| &mut other.children).for_each(element);
        }
        _ => {}
    }
}

fn name(names: &mut Names) {
    if names.label().is_some() && names.name().is_none() {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
    for child in &mut names.children {
        if let NamesChild::Substitute(substitute) = child {
            substitute.children.iter_mut().for_each(element);
        }
    }
}
